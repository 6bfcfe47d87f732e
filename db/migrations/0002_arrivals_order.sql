DROP INDEX "arrival_acts_arrival";--> statement-breakpoint
DROP INDEX "arrivals_agency_newest";--> statement-breakpoint
DROP INDEX "arrivals_agency_state";--> statement-breakpoint
ALTER TABLE "arrival_acts" ADD COLUMN "ordinal" integer NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "arrival_acts_order" ON "arrival_acts" USING btree ("arrival_id","ordinal");--> statement-breakpoint
CREATE INDEX "arrivals_agency_newest" ON "arrivals" USING btree ("agency_id","arrived_at","id");--> statement-breakpoint
CREATE INDEX "arrivals_agency_state" ON "arrivals" USING btree ("agency_id","state","arrived_at","id");