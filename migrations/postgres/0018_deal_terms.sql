ALTER TABLE "deal_states" ADD COLUMN "stage" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "security" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "seniority" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "deal_states" ADD COLUMN "matures_day" text COLLATE "C";