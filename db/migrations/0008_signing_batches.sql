CREATE TABLE "signing_batch_items" (
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"document_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"seen_sha256" text NOT NULL,
	"state" text NOT NULL,
	"code" text,
	"reason" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"competence" text,
	"on_behalf_of" text,
	"signed_sha256" text,
	"run_id" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signing_batch_items_batch_id_document_id_pk" PRIMARY KEY("batch_id","document_id")
);
--> statement-breakpoint
CREATE TABLE "signing_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"on_behalf_of" text,
	"created_at" timestamp with time zone NOT NULL,
	"run_started_at" timestamp with time zone NOT NULL,
	"run_id" uuid,
	"held_until" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "signing_batch_items" ADD CONSTRAINT "signing_batch_items_batch_id_signing_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."signing_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signing_batch_items_next" ON "signing_batch_items" USING btree ("batch_id","state","position");--> statement-breakpoint
CREATE INDEX "signing_batch_items_document" ON "signing_batch_items" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_batches_open" ON "signing_batches" USING btree ("post_id","person_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "signing_batches_newest" ON "signing_batches" USING btree ("post_id","person_id","created_at");