ALTER TABLE "key_stores" ALTER COLUMN "sealed" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "revoked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "key_stores" ADD COLUMN "kind" text DEFAULT 'p12' NOT NULL;--> statement-breakpoint
ALTER TABLE "signings" ADD COLUMN "signature" "bytea";--> statement-breakpoint
ALTER TABLE "signings" ADD COLUMN "remote_handle" text;--> statement-breakpoint
ALTER TABLE "signings" ADD COLUMN "ticket_sha256" text;--> statement-breakpoint
ALTER TABLE "signings" ADD COLUMN "returned_sha256" text;--> statement-breakpoint
CREATE UNIQUE INDEX "signings_ticket" ON "signings" USING btree ("ticket_sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "signings_embedded_once" ON "signings" USING btree ("subject_kind","subject_id","field","base_sha256") WHERE "signings"."state" = 'embedded';--> statement-breakpoint
ALTER TABLE "key_stores" ADD CONSTRAINT "key_stores_sealed" CHECK (("key_stores"."kind" = 'p12') = ("key_stores"."sealed" is not null));