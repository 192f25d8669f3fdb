using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class UserSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_kind = table.Column<short>(type: "smallint", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    via = table.Column<string>(type: "text", nullable: true),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target_kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: true),
                    personal = table.Column<string>(type: "text", nullable: true),
                    salt = table.Column<byte[]>(type: "bytea", nullable: true),
                    commitment = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_events", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "users_email_unverified",
                table: "users",
                columns: new[] { "created_at", "id" },
                filter: "NOT email_verified");

            migrationBuilder.CreateIndex(
                name: "users_locked",
                table: "users",
                columns: new[] { "created_at", "id" },
                filter: "disabled_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "audit_events_action",
                table: "audit_events",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_events_actor",
                table: "audit_events",
                columns: new[] { "actor", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_events_person",
                table: "audit_events",
                column: "person",
                filter: "person IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "audit_events_target",
                table: "audit_events",
                columns: new[] { "target_kind", "target", "id" });

            // What lists are sorted by, in any case of letters.
            migrationBuilder.Sql("""CREATE INDEX users_name ON users ((lower(coalesce(name, ''))) COLLATE "C", id)""");

            // What UserText.Sql says. Where the extension cannot be had, all is found as well, only by reading everybody.
            migrationBuilder.Sql(
                """
                DO $$
                BEGIN
                    BEGIN
                        CREATE EXTENSION IF NOT EXISTS pg_trgm;
                    EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
                        RAISE WARNING 'the extension pg_trgm cannot be had (%): people are found slowly by a piece of their name or address; docs/operation.md says what to do', SQLERRM;
                        RETURN;
                    END;
                    CREATE INDEX users_text ON users USING gin ((E'\n' || lower(email) || E'\n' || lower(coalesce(name, '')) || E'\n' || coalesce(phone_number, '')) gin_trgm_ops);
                END $$
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX users_name");
            migrationBuilder.Sql("DROP INDEX IF EXISTS users_text");

            migrationBuilder.DropTable(
                name: "audit_events");

            migrationBuilder.DropIndex(
                name: "users_email_unverified",
                table: "users");

            migrationBuilder.DropIndex(
                name: "users_locked",
                table: "users");
        }
    }
}
