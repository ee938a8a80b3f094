CREATE TABLE "financials" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"company_id" text COLLATE "C" NOT NULL,
	"metric" text COLLATE "C" NOT NULL,
	"basis" text COLLATE "C" NOT NULL,
	"period_day" text COLLATE "C" NOT NULL,
	"amount_usd" bigint,
	"known_from" text COLLATE "C" NOT NULL,
	CONSTRAINT "financials_metric_check" CHECK ("metric" in ('revenue', 'run_rate_revenue', 'capital_expenditure', 'cash', 'remaining_performance_obligations', 'backlog', 'debt')),
	CONSTRAINT "financials_basis_check" CHECK ("basis" in ('reported', 'guidance', 'estimate')),
	CONSTRAINT "financials_period_day_check" CHECK (length("period_day") in (10)),
	CONSTRAINT "financials_known_from_check" CHECK (length("known_from") in (10))
);
--> statement-breakpoint
ALTER TABLE "financials" ADD CONSTRAINT "financials_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "financials_company_idx" ON "financials" USING btree ("company_id","period_day");--> statement-breakpoint
CREATE INDEX "financials_period_idx" ON "financials" USING btree ("period_day","id");