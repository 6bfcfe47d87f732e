CREATE TABLE "archive_copies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"source_sha256" text NOT NULL,
	"file_sha256" text NOT NULL,
	"state" text NOT NULL,
	"level" text,
	"stamp_ends_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"problem_service" text,
	"problem_detail" text,
	"next_try_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "archive_copies_source" ON "archive_copies" USING btree ("source_sha256");--> statement-breakpoint
CREATE INDEX "archive_copies_waiting" ON "archive_copies" USING btree ("state","created_at");