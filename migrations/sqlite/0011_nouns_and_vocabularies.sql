ALTER TABLE "evidence_answers" RENAME TO "evidence_documents";--> statement-breakpoint
ALTER TABLE "full_answers" RENAME TO "full_documents";--> statement-breakpoint
ALTER TABLE "short_answers" RENAME TO "documents";--> statement-breakpoint
ALTER TABLE "deal_states" RENAME COLUMN "answer_id" TO "document_id";--> statement-breakpoint
ALTER TABLE "idempotency_keys" RENAME COLUMN "answer" TO "response";--> statement-breakpoint
ALTER TABLE "records" RENAME COLUMN "horizon" TO "ingested_on";--> statement-breakpoint
DROP INDEX "evidence_answers_record_idx";--> statement-breakpoint
DROP INDEX "full_answers_record_idx";--> statement-breakpoint
DROP INDEX "short_answers_record_idx";--> statement-breakpoint
DROP INDEX "short_answers_known_idx";--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_documents_record_idx" ON "evidence_documents" ("collection","record_id","known_from");--> statement-breakpoint
CREATE UNIQUE INDEX "full_documents_record_idx" ON "full_documents" ("collection","record_id","known_from");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_record_idx" ON "documents" ("collection","record_id","known_from");--> statement-breakpoint
CREATE INDEX "documents_known_idx" ON "documents" ("collection","known_from","record_id");--> statement-breakpoint
-- Rows from before this column existed. They are derived, and rebuilt when the server starts.
DELETE FROM "flows" WHERE "first_known_on" = '';--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_scope_check" CHECK ("scope" in ('read', 'write', 'admin'));--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_at_check" CHECK (length("created_at") in (24));--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_expires_on_check" CHECK ("expires_on" is null or length("expires_on") in (10));--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_revoked_at_check" CHECK ("revoked_at" is null or length("revoked_at") in (24));--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_last_used_on_check" CHECK ("last_used_on" is null or length("last_used_on") in (10));--> statement-breakpoint
ALTER TABLE "chips" ADD CONSTRAINT "chips_category_check" CHECK ("category" in ('gpu', 'asic', 'cpu', 'wafer_scale', 'networking'));--> statement-breakpoint
ALTER TABLE "chips" ADD CONSTRAINT "chips_announced_day_check" CHECK ("announced_day" is null or length("announced_day") in (10));--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_attribution_check" CHECK ("attribution" in ('filing', 'company_statement', 'on_record', 'unnamed_source', 'analysis'));--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_certainty_check" CHECK ("certainty" in ('speculative', 'intended', 'binding', 'dead'));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_starts_day_check" CHECK ("starts_day" is null or length("starts_day") in (10));--> statement-breakpoint
ALTER TABLE "commitment_states" ADD CONSTRAINT "commitment_states_last_reported_day_check" CHECK (length("last_reported_day") in (10));--> statement-breakpoint
ALTER TABLE "company_ancestors" ADD CONSTRAINT "company_ancestors_since_check" CHECK (length("since") in (10));--> statement-breakpoint
ALTER TABLE "company_roles" ADD CONSTRAINT "company_roles_role_check" CHECK ("role" in ('ai_lab', 'chip_designer', 'foundry', 'cloud_provider', 'neocloud', 'data_center_operator', 'software', 'robotics', 'investor', 'private_credit', 'bank', 'sovereign_fund', 'government', 'spv', 'industrial'));--> statement-breakpoint
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_date_check" CHECK (length("date") in (10));--> statement-breakpoint
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_known_to_check" CHECK (length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_kind_check" CHECK ("kind" in ('equity_round', 'equity_investment', 'secondary_sale', 'restructuring', 'acquisition', 'acquihire_license', 'licensing', 'ipo', 'debt', 'convertible', 'compute_contract', 'chip_supply', 'data_center_lease', 'joint_venture', 'warrant', 'backstop', 'spv_financing', 'power_supply', 'programme'));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_reported_day_check" CHECK (length("reported_day") in (10));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "deal_events" ADD CONSTRAINT "deal_events_certainty_check" CHECK ("certainty" in ('speculative', 'intended', 'binding', 'dead'));--> statement-breakpoint
ALTER TABLE "deal_participants" ADD CONSTRAINT "deal_participants_role_check" CHECK ("role" in ('lead_investor', 'investor', 'acquirer', 'lender', 'customer', 'lessee', 'guarantor', 'issuer', 'target', 'seller', 'borrower', 'supplier', 'lessor', 'partner', 'operator', 'beneficiary'));--> statement-breakpoint
ALTER TABLE "deal_participants" ADD CONSTRAINT "deal_participants_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_kind_check" CHECK ("kind" in ('equity_round', 'equity_investment', 'secondary_sale', 'restructuring', 'acquisition', 'acquihire_license', 'licensing', 'ipo', 'debt', 'convertible', 'compute_contract', 'chip_supply', 'data_center_lease', 'joint_venture', 'warrant', 'backstop', 'spv_financing', 'power_supply', 'programme'));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_status_check" CHECK ("status" in ('rumored', 'in_talks', 'letter_of_intent', 'announced', 'signed', 'closed', 'amended', 'lapsed', 'terminated'));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_certainty_check" CHECK ("certainty" in ('speculative', 'intended', 'binding', 'dead'));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_announced_on_check" CHECK ("announced_on" is null or length("announced_on") in (4, 7, 10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_announced_day_check" CHECK ("announced_day" is null or length("announced_day") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_closed_day_check" CHECK ("closed_day" is null or length("closed_day") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_last_reported_day_check" CHECK (length("last_reported_day") in (10));--> statement-breakpoint
ALTER TABLE "deal_states" ADD CONSTRAINT "deal_states_first_known_on_check" CHECK (length("first_known_on") in (10));--> statement-breakpoint
ALTER TABLE "deals" ADD CONSTRAINT "deals_kind_check" CHECK ("kind" in ('equity_round', 'equity_investment', 'secondary_sale', 'restructuring', 'acquisition', 'acquihire_license', 'licensing', 'ipo', 'debt', 'convertible', 'compute_contract', 'chip_supply', 'data_center_lease', 'joint_venture', 'warrant', 'backstop', 'spv_financing', 'power_supply', 'programme'));--> statement-breakpoint
ALTER TABLE "evidence_documents" ADD CONSTRAINT "evidence_documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "evidence_documents" ADD CONSTRAINT "evidence_documents_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "evidence_documents" ADD CONSTRAINT "evidence_documents_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_nature_check" CHECK ("nature" in ('financing', 'purchase'));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_certainty_check" CHECK ("certainty" in ('speculative', 'intended', 'binding', 'dead'));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_kind_check" CHECK ("kind" is null or "kind" in ('equity_round', 'equity_investment', 'secondary_sale', 'restructuring', 'acquisition', 'acquihire_license', 'licensing', 'ipo', 'debt', 'convertible', 'compute_contract', 'chip_supply', 'data_center_lease', 'joint_venture', 'warrant', 'backstop', 'spv_financing', 'power_supply', 'programme'));--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_first_known_on_check" CHECK (length("first_known_on") in (10));--> statement-breakpoint
ALTER TABLE "full_documents" ADD CONSTRAINT "full_documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "full_documents" ADD CONSTRAINT "full_documents_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "full_documents" ADD CONSTRAINT "full_documents_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_created_at_check" CHECK (length("created_at") in (24));--> statement-breakpoint
ALTER TABLE "import_conflicts" ADD CONSTRAINT "import_conflicts_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "import_conflicts" ADD CONSTRAINT "import_conflicts_detected_at_check" CHECK (length("detected_at") in (24));--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_ingested_on_check" CHECK (length("ingested_on") in (10));--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_operation_check" CHECK ("operation" in ('put', 'retract', 'rename'));--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_recorded_at_check" CHECK (length("recorded_at") in (24));--> statement-breakpoint
ALTER TABLE "search_postings" ADD CONSTRAINT "search_postings_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "search_postings" ADD CONSTRAINT "search_postings_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_known_to_check" CHECK ("known_to" is null or length("known_to") in (10));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_kind_check" CHECK ("kind" in ('regulatory_filing', 'press_release', 'news', 'blog', 'analysis', 'interview'));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_published_on_check" CHECK (length("published_on") in (4, 7, 10));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_published_day_check" CHECK (length("published_day") in (10));--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_basis_check" CHECK ("basis" in ('as_converted_diluted', 'outstanding_shares', 'voting', 'unspecified'));--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_observed_day_check" CHECK (length("observed_day") in (10));--> statement-breakpoint
ALTER TABLE "stakes" ADD CONSTRAINT "stakes_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "valuations" ADD CONSTRAINT "valuations_basis_check" CHECK ("basis" in ('post_money', 'pre_money', 'secondary_sale', 'market_cap', 'acquisition_price', 'unspecified'));--> statement-breakpoint
ALTER TABLE "valuations" ADD CONSTRAINT "valuations_observed_day_check" CHECK (length("observed_day") in (10));--> statement-breakpoint
ALTER TABLE "valuations" ADD CONSTRAINT "valuations_known_from_check" CHECK (length("known_from") in (10));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_status_check" CHECK ("status" in ('pending', 'delivered', 'failed'));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_next_attempt_at_check" CHECK ("next_attempt_at" is null or length("next_attempt_at") in (24));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_claimed_until_check" CHECK ("claimed_until" is null or length("claimed_until") in (24));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_last_attempt_at_check" CHECK ("last_attempt_at" is null or length("last_attempt_at") in (24));--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_created_at_check" CHECK (length("created_at") in (24));--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_previous_secret_until_check" CHECK ("previous_secret_until" is null or length("previous_secret_until") in (24));--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_created_at_check" CHECK (length("created_at") in (24));