CREATE TABLE "packed_reads" (
	"monday" integer PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL
);
