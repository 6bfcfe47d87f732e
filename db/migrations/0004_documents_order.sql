DROP INDEX "documents_agency_state";--> statement-breakpoint
DROP INDEX "documents_agency_newest";--> statement-breakpoint
DROP INDEX "documents_drafter";--> statement-breakpoint
CREATE INDEX "documents_agency_open" ON "documents" USING btree ("agency_id","updated_at","id") WHERE state not in ('issued', 'recalled');--> statement-breakpoint
CREATE INDEX "documents_agency_newest" ON "documents" USING btree ("agency_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "documents_drafter" ON "documents" USING btree ("drafter_post_id","updated_at","id");