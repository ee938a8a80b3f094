CREATE TABLE `financials` (
	`id` text PRIMARY KEY NOT NULL,
	`company_id` text NOT NULL,
	`metric` text NOT NULL,
	`basis` text NOT NULL,
	`period_day` text NOT NULL,
	`amount_usd` integer,
	`known_from` text NOT NULL,
	FOREIGN KEY (`company_id`) REFERENCES `companies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "financials_metric_check" CHECK("metric" in ('revenue', 'run_rate_revenue', 'capital_expenditure', 'cash', 'remaining_performance_obligations', 'backlog', 'debt')),
	CONSTRAINT "financials_basis_check" CHECK("basis" in ('reported', 'guidance', 'estimate')),
	CONSTRAINT "financials_period_day_check" CHECK(length("period_day") in (10)),
	CONSTRAINT "financials_known_from_check" CHECK(length("known_from") in (10))
);
--> statement-breakpoint
CREATE INDEX `financials_company_idx` ON `financials` (`company_id`,`period_day`);--> statement-breakpoint
CREATE INDEX `financials_period_idx` ON `financials` (`period_day`,`id`);