DROP INDEX "task_reports_task";--> statement-breakpoint
ALTER TABLE "task_reports" ADD COLUMN "revision" integer NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE "task_reports" ALTER COLUMN "revision" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "task_reports_task" ON "task_reports" USING btree ("task_id","revision");