CREATE TABLE "arrival_acts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"arrival_id" uuid NOT NULL,
	"act" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"assignment_id" uuid,
	"text" text,
	"post_id" uuid NOT NULL,
	"on_behalf_of" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "arrivals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"sender_agency_id" uuid,
	"sender_name" text NOT NULL,
	"delivery_id" uuid NOT NULL,
	"document_id" uuid,
	"code" text NOT NULL,
	"type_name" text NOT NULL,
	"issued_on" date NOT NULL,
	"subject" text NOT NULL,
	"signer_line" text DEFAULT '' NOT NULL,
	"urgency" text NOT NULL,
	"file_sha256" text NOT NULL,
	"file_pages" integer,
	"verification_report_id" uuid,
	"verification_overall" text,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"number" integer,
	"number_year" integer,
	"number_book_id" uuid,
	"refusal_reason" text,
	"sender_due_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"told_code" text DEFAULT '01' NOT NULL,
	"arrived_at" timestamp with time zone NOT NULL,
	"registered_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"reply_document_id" uuid,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by_post_id" uuid NOT NULL,
	"search_fold" text GENERATED ALWAYS AS (f_fold(code || ' ' || subject || ' ' || sender_name)) STORED,
	"code_key" text GENERATED ALWAYS AS (regexp_replace(f_fold(code), '[^a-z0-9]', '', 'g')) STORED
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"arrival_id" uuid NOT NULL,
	"direction_id" uuid NOT NULL,
	"parent_id" uuid,
	"agency_id" uuid NOT NULL,
	"role" text NOT NULL,
	"unit_id" uuid,
	"post_id" uuid,
	"due_at" timestamp with time zone,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_by_post_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"note" text,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by_post_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "directions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"arrival_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"opinion" text NOT NULL,
	"due_at" timestamp with time zone,
	"at" timestamp with time zone NOT NULL,
	"current" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_acts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"document_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"act" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	"version" integer,
	"reason" text,
	"post_id" uuid NOT NULL,
	"on_behalf_of" text,
	"file_sha256" text,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_recipients" (
	"document_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "document_recipients_document_id_agency_id_pk" PRIMARY KEY("document_id","agency_id")
);
--> statement-breakpoint
CREATE TABLE "document_types" (
	"code" text PRIMARY KEY NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL,
	"abbreviation" text NOT NULL,
	"family" text NOT NULL,
	"position" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"document_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"file_sha256" text NOT NULL,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "document_versions_document_id_version_pk" PRIMARY KEY("document_id","version")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"drafter_post_id" uuid NOT NULL,
	"type_code" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"urgency" text NOT NULL,
	"circulation" text DEFAULT 'normal' NOT NULL,
	"address_lines" text[] DEFAULT '{}' NOT NULL,
	"copy_lines" text[] DEFAULT '{}' NOT NULL,
	"due_at" timestamp with time zone,
	"signer_post_id" uuid,
	"signing_authority_id" uuid,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"file_sha256" text,
	"file_pages" integer,
	"source_file_id" uuid,
	"number" integer,
	"number_year" integer,
	"number_book_id" uuid,
	"symbol" text NOT NULL,
	"code" text,
	"issued_on" date,
	"issued_at" timestamp with time zone,
	"answers_arrival_id" uuid,
	"meeting_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"updated_by_post_id" uuid NOT NULL,
	"search_fold" text GENERATED ALWAYS AS (f_fold(coalesce(code, '') || ' ' || subject)) STORED
);
--> statement-breakpoint
CREATE TABLE "number_books" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"type_codes" text[] DEFAULT '{}' NOT NULL,
	"closed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "number_counters" (
	"book_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "number_counters_book_id_year_pk" PRIMARY KEY("book_id","year")
);
--> statement-breakpoint
CREATE TABLE "numbers" (
	"book_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"document_id" uuid,
	"arrival_id" uuid,
	"reason" text,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "numbers_book_id_year_number_pk" PRIMARY KEY("book_id","year","number")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"document_id" uuid NOT NULL,
	"sender_agency_id" uuid NOT NULL,
	"recipient_agency_id" uuid NOT NULL,
	"status" text NOT NULL,
	"status_at" timestamp with time zone NOT NULL,
	"status_note" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"problem" text,
	"acknowledged_refusal_at" timestamp with time zone,
	"acknowledged_by_post_id" uuid
);
--> statement-breakpoint
CREATE TABLE "delivery_statuses" (
	"delivery_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"status" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_name" text NOT NULL,
	"note" text,
	CONSTRAINT "delivery_statuses_delivery_id_ordinal_pk" PRIMARY KEY("delivery_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sha256" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"pages" integer,
	"findings" jsonb NOT NULL,
	"agency_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agencies" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code_qd20" text NOT NULL,
	"code102" text NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"symbol" text NOT NULL,
	"level_code" text NOT NULL,
	"parent_id" uuid,
	"place" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"merged_into" uuid,
	"contact" text DEFAULT '' NOT NULL,
	"search_fold" text GENERATED ALWAYS AS (f_fold(name || ' ' || short_name || ' ' || symbol || ' ' || code_qd20)) STORED
);
--> statement-breakpoint
CREATE TABLE "agency_group_members" (
	"group_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	CONSTRAINT "agency_group_members_group_id_agency_id_pk" PRIMARY KEY("group_id","agency_id")
);
--> statement-breakpoint
CREATE TABLE "agency_groups" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_agency_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"is_working" boolean NOT NULL,
	"name" text NOT NULL,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "levels" (
	"code" text PRIMARY KEY NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL,
	"rank" integer NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_name" text NOT NULL,
	"full_name" text NOT NULL,
	"sort_key" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"disabled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"agency_id" uuid NOT NULL,
	"unit_id" uuid,
	"title" text NOT NULL,
	"role" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_authorities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"post_id" uuid NOT NULL,
	"competence" text NOT NULL,
	"printed_title" text NOT NULL,
	"on_behalf_of" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"name" text NOT NULL,
	"symbol" text NOT NULL,
	"is_office" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"person_id" uuid NOT NULL,
	"key" text NOT NULL,
	"intent" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "commands_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"revision" bigint DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"stream" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"act" text NOT NULL,
	"person_id" uuid,
	"post_id" uuid,
	"agency_id" uuid,
	"on_behalf_of" text,
	"basis" text,
	"data" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "journal_stream_seq_pk" PRIMARY KEY("stream","seq")
);
--> statement-breakpoint
CREATE TABLE "journal_heads" (
	"stream" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal_seals" (
	"day" text PRIMARY KEY NOT NULL,
	"root" text NOT NULL,
	"heads" jsonb NOT NULL,
	"previous_root" text NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "large_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"event" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "throttles" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"blocked_until" timestamp with time zone,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agenda_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"lead_agency_id" uuid,
	"minutes" integer NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ballot_commands" (
	"poll_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"command_id" text NOT NULL,
	"choice" text NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ballot_commands_poll_id_post_id_command_id_pk" PRIMARY KEY("poll_id","post_id","command_id")
);
--> statement-breakpoint
CREATE TABLE "ballots" (
	"poll_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"choice" text NOT NULL,
	"command_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"cast_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ballots_poll_id_post_id_pk" PRIMARY KEY("poll_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "conclusions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"text" text NOT NULL,
	"assignments" jsonb NOT NULL,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_log" (
	"meeting_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"command_id" text,
	"type" text NOT NULL,
	"audience" text[] NOT NULL,
	"payload" jsonb NOT NULL,
	"post_id" uuid,
	"on_behalf_of_post_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "meeting_log_meeting_id_seq_pk" PRIMARY KEY("meeting_id","seq")
);
--> statement-breakpoint
CREATE TABLE "meeting_members" (
	"meeting_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"part" text NOT NULL,
	"may_vote" boolean NOT NULL,
	"position" integer NOT NULL,
	"answer" text DEFAULT 'none' NOT NULL,
	"answer_note" text,
	"presence" text DEFAULT 'none' NOT NULL,
	"checked_in_at" timestamp with time zone,
	CONSTRAINT "meeting_members_meeting_id_post_id_pk" PRIMARY KEY("meeting_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_types" (
	"code" text PRIMARY KEY NOT NULL,
	"name_vi" text NOT NULL,
	"name_en" text NOT NULL,
	"quorum_numerator" integer NOT NULL,
	"quorum_denominator" integer NOT NULL,
	"majority_numerator" integer NOT NULL,
	"majority_denominator" integer NOT NULL,
	"majority_of" text NOT NULL,
	"tie" text NOT NULL,
	"may_change_ballot" boolean NOT NULL,
	"instrument" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date
);
--> statement-breakpoint
CREATE TABLE "meetings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"type_code" text NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"seq" integer DEFAULT 0 NOT NULL,
	"epoch" text NOT NULL,
	"current_item_id" uuid,
	"stage" jsonb,
	"presenter_post_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"notice_document_id" uuid,
	"created_by_post_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"document_id" uuid,
	"file_id" uuid,
	"file_sha256" text NOT NULL,
	"pages" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"published_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "poll_voters" (
	"poll_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"is_chair" boolean NOT NULL,
	CONSTRAINT "poll_voters_poll_id_post_id_pk" PRIMARY KEY("poll_id","post_id")
);
--> statement-breakpoint
CREATE TABLE "polls" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"meeting_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"question" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"rule" jsonb NOT NULL,
	"opened_by_post_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"result" jsonb,
	"told_turnout" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handled_counts" (
	"agency_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"on_time" integer DEFAULT 0 NOT NULL,
	"late" integer DEFAULT 0 NOT NULL,
	"without_deadline" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "handled_counts_agency_id_kind_day_pk" PRIMARY KEY("agency_id","kind","day")
);
--> statement-breakpoint
CREATE TABLE "penalty_rules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"indicator" text NOT NULL,
	"level_code" text NOT NULL,
	"threshold_percent" numeric(6, 3) NOT NULL,
	"points" numeric(6, 3) NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"indicator" text NOT NULL,
	"level_code" text NOT NULL,
	"percent" numeric(6, 3) NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"instrument" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"holder" text NOT NULL,
	"holder_id" uuid NOT NULL,
	"pem" text NOT NULL,
	"chain_pem" text NOT NULL,
	"subject" text NOT NULL,
	"serial" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_stores" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"certificate_id" uuid NOT NULL,
	"sealed" "bytea" NOT NULL,
	"parameters" jsonb NOT NULL,
	"pin_failures" integer DEFAULT 0 NOT NULL,
	"locked_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_images" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"holder" text NOT NULL,
	"holder_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"width_mm" integer NOT NULL,
	"height_mm" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"field" text NOT NULL,
	"certificate_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"state" text NOT NULL,
	"base_sha256" text NOT NULL,
	"increment" "bytea" NOT NULL,
	"plan" jsonb NOT NULL,
	"tbs" "bytea" NOT NULL,
	"result_sha256" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"embedded_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "trust_roots" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"profile" text NOT NULL,
	"pem" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "verification_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sha256" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"overall" text NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task_reports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"note" text NOT NULL,
	"document_id" uuid,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"content" text NOT NULL,
	"source_kind" text NOT NULL,
	"source_id" uuid NOT NULL,
	"source_part" integer NOT NULL,
	"meeting_id" uuid,
	"document_id" uuid,
	"assigner_agency_id" uuid NOT NULL,
	"assigner_post_id" uuid NOT NULL,
	"lead_agency_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"done_on" date,
	"accepted_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_arrival_id_arrivals_id_fk" FOREIGN KEY ("arrival_id") REFERENCES "public"."arrivals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_parent_id_assignments_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."assignments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directions" ADD CONSTRAINT "directions_arrival_id_arrivals_id_fk" FOREIGN KEY ("arrival_id") REFERENCES "public"."arrivals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_type_code_document_types_code_fk" FOREIGN KEY ("type_code") REFERENCES "public"."document_types"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agencies" ADD CONSTRAINT "agencies_level_code_levels_code_fk" FOREIGN KEY ("level_code") REFERENCES "public"."levels"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_authorities" ADD CONSTRAINT "signing_authorities_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_type_code_meeting_types_code_fk" FOREIGN KEY ("type_code") REFERENCES "public"."meeting_types"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_stores" ADD CONSTRAINT "key_stores_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "task_reports" ADD CONSTRAINT "task_reports_task_id_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "arrival_acts_arrival" ON "arrival_acts" USING btree ("arrival_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "arrivals_delivery" ON "arrivals" USING btree ("agency_id","delivery_id");--> statement-breakpoint
CREATE UNIQUE INDEX "arrivals_number" ON "arrivals" USING btree ("number_book_id","number_year","number");--> statement-breakpoint
CREATE INDEX "arrivals_agency_newest" ON "arrivals" USING btree ("agency_id","arrived_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "arrivals_agency_state" ON "arrivals" USING btree ("agency_id","state","arrived_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "arrivals_document" ON "arrivals" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "arrivals_same_code" ON "arrivals" USING btree ("agency_id","code_key");--> statement-breakpoint
CREATE INDEX "arrivals_answered" ON "arrivals" USING btree ("reply_document_id") WHERE reply_document_id is not null;--> statement-breakpoint
CREATE INDEX "arrivals_search" ON "arrivals" USING gin ("agency_id","search_fold" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "assignments_arrival" ON "assignments" USING btree ("arrival_id");--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_one_lead" ON "assignments" USING btree ("arrival_id",coalesce(parent_id, '00000000-0000-0000-0000-000000000000')) WHERE role = 'lead' and state in ('open', 'in_progress', 'done');--> statement-breakpoint
CREATE INDEX "assignments_unit" ON "assignments" USING btree ("unit_id","state");--> statement-breakpoint
CREATE INDEX "assignments_post" ON "assignments" USING btree ("post_id","state");--> statement-breakpoint
CREATE INDEX "assignments_open_leads" ON "assignments" USING btree ("agency_id","due_at") WHERE role = 'lead' and parent_id is null and state in ('open', 'in_progress');--> statement-breakpoint
CREATE INDEX "assignments_ended_leads" ON "assignments" USING btree ("agency_id","ended_at") WHERE role = 'lead' and parent_id is null and ended_at is not null;--> statement-breakpoint
CREATE INDEX "directions_arrival" ON "directions" USING btree ("arrival_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_acts_document" ON "document_acts" USING btree ("document_id","revision");--> statement-breakpoint
CREATE INDEX "documents_agency_newest" ON "documents" USING btree ("agency_id","updated_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "documents_agency_state" ON "documents" USING btree ("agency_id","state","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "documents_drafter" ON "documents" USING btree ("drafter_post_id","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "documents_number" ON "documents" USING btree ("number_book_id","number_year","number");--> statement-breakpoint
CREATE INDEX "documents_search" ON "documents" USING gin ("agency_id","search_fold" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "documents_meeting" ON "documents" USING btree ("meeting_id");--> statement-breakpoint
CREATE INDEX "number_books_agency" ON "number_books" USING btree ("agency_id","kind");--> statement-breakpoint
CREATE INDEX "numbers_document" ON "numbers" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "numbers_arrival" ON "numbers" USING btree ("arrival_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("document_id","recipient_agency_id");--> statement-breakpoint
CREATE INDEX "deliveries_sender" ON "deliveries" USING btree ("sender_agency_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "deliveries_refused" ON "deliveries" USING btree ("sender_agency_id","status_at" DESC NULLS LAST) WHERE status = '02' and acknowledged_refusal_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_statuses_once" ON "delivery_statuses" USING btree ("delivery_id","status");--> statement-breakpoint
CREATE INDEX "files_agency" ON "files" USING btree ("agency_id","created_at");--> statement-breakpoint
CREATE INDEX "files_sha256" ON "files" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "agencies_code" ON "agencies" USING btree ("code_qd20","valid_from");--> statement-breakpoint
CREATE INDEX "agencies_parent" ON "agencies" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "agencies_search" ON "agencies" USING gin ("search_fold" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree ("user_name");--> statement-breakpoint
CREATE INDEX "posts_person" ON "posts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "posts_agency" ON "posts" USING btree ("agency_id","role");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "signing_authorities_post" ON "signing_authorities" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "units_agency" ON "units" USING btree ("agency_id");--> statement-breakpoint
CREATE INDEX "commands_at" ON "commands" USING btree ("at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("state","run_at","id");--> statement-breakpoint
CREATE INDEX "journal_at" ON "journal" USING btree ("at");--> statement-breakpoint
CREATE INDEX "agenda_items_meeting" ON "agenda_items" USING btree ("meeting_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "conclusions_item" ON "conclusions" USING btree ("meeting_id","item_id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_log_command" ON "meeting_log" USING btree ("meeting_id","command_id");--> statement-breakpoint
CREATE INDEX "meeting_members_post" ON "meeting_members" USING btree ("post_id");--> statement-breakpoint
CREATE INDEX "meetings_agency" ON "meetings" USING btree ("agency_id","starts_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "papers_meeting" ON "papers" USING btree ("meeting_id","item_id","position");--> statement-breakpoint
CREATE INDEX "polls_meeting" ON "polls" USING btree ("meeting_id","opened_at");--> statement-breakpoint
CREATE UNIQUE INDEX "polls_one_open" ON "polls" USING btree ("meeting_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "handled_counts_day" ON "handled_counts" USING btree ("kind","day");--> statement-breakpoint
CREATE UNIQUE INDEX "targets_once" ON "targets" USING btree ("indicator","level_code","valid_from");--> statement-breakpoint
CREATE INDEX "certificates_holder" ON "certificates" USING btree ("holder","holder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "key_stores_certificate" ON "key_stores" USING btree ("certificate_id");--> statement-breakpoint
CREATE UNIQUE INDEX "signature_images_holder" ON "signature_images" USING btree ("holder","holder_id");--> statement-breakpoint
CREATE INDEX "signings_subject" ON "signings" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "verification_reports_sha256" ON "verification_reports" USING btree ("sha256","at");--> statement-breakpoint
CREATE INDEX "task_reports_task" ON "task_reports" USING btree ("task_id","at");--> statement-breakpoint
CREATE INDEX "tasks_lead" ON "tasks" USING btree ("lead_agency_id","due_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "tasks_lead_state" ON "tasks" USING btree ("lead_agency_id","state","due_at");--> statement-breakpoint
CREATE INDEX "tasks_assigner" ON "tasks" USING btree ("assigner_agency_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "tasks_meeting" ON "tasks" USING btree ("meeting_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tasks_source" ON "tasks" USING btree ("source_kind","source_id","source_part");
--> statement-breakpoint
-- Rows of these tables are only ever added.
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON "journal" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER journal_not_emptied BEFORE TRUNCATE ON "journal" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER journal_seals_append_only BEFORE UPDATE OR DELETE ON "journal_seals" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER journal_seals_not_emptied BEFORE TRUNCATE ON "journal_seals" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER document_acts_append_only BEFORE UPDATE OR DELETE ON "document_acts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER document_acts_not_emptied BEFORE TRUNCATE ON "document_acts" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER document_versions_append_only BEFORE UPDATE OR DELETE ON "document_versions" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER document_versions_not_emptied BEFORE TRUNCATE ON "document_versions" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER delivery_statuses_append_only BEFORE UPDATE OR DELETE ON "delivery_statuses" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER delivery_statuses_not_emptied BEFORE TRUNCATE ON "delivery_statuses" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER arrival_acts_append_only BEFORE UPDATE OR DELETE ON "arrival_acts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER arrival_acts_not_emptied BEFORE TRUNCATE ON "arrival_acts" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER meeting_log_append_only BEFORE UPDATE OR DELETE ON "meeting_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER meeting_log_not_emptied BEFORE TRUNCATE ON "meeting_log" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER verification_reports_append_only BEFORE UPDATE OR DELETE ON "verification_reports" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER verification_reports_not_emptied BEFORE TRUNCATE ON "verification_reports" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER task_reports_append_only BEFORE UPDATE OR DELETE ON "task_reports" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER task_reports_not_emptied BEFORE TRUNCATE ON "task_reports" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
