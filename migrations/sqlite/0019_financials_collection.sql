ALTER TABLE "citations" DROP CONSTRAINT "citations_collection_check";--> statement-breakpoint
ALTER TABLE "documents" DROP CONSTRAINT "documents_collection_check";--> statement-breakpoint
ALTER TABLE "evidence_documents" DROP CONSTRAINT "evidence_documents_collection_check";--> statement-breakpoint
ALTER TABLE "full_documents" DROP CONSTRAINT "full_documents_collection_check";--> statement-breakpoint
ALTER TABLE "import_conflicts" DROP CONSTRAINT "import_conflicts_collection_check";--> statement-breakpoint
ALTER TABLE "records" DROP CONSTRAINT "records_collection_check";--> statement-breakpoint
ALTER TABLE "revisions" DROP CONSTRAINT "revisions_collection_check";--> statement-breakpoint
ALTER TABLE "search_postings" DROP CONSTRAINT "search_postings_collection_check";--> statement-breakpoint
ALTER TABLE "search_texts" DROP CONSTRAINT "search_texts_collection_check";--> statement-breakpoint
ALTER TABLE "citations" ADD CONSTRAINT "citations_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "evidence_documents" ADD CONSTRAINT "evidence_documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "full_documents" ADD CONSTRAINT "full_documents_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "import_conflicts" ADD CONSTRAINT "import_conflicts_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "records" ADD CONSTRAINT "records_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "search_postings" ADD CONSTRAINT "search_postings_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_collection_check" CHECK ("collection" in ('companies', 'chips', 'sources', 'deals', 'stakes', 'valuations', 'financials', 'chip-commitments'));