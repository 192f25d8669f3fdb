using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_checkpoints",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    statement = table.Column<string>(type: "text", nullable: false),
                    is_horizon = table.Column<bool>(type: "boolean", nullable: false),
                    key_id = table.Column<int>(type: "integer", nullable: false),
                    proof = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_checkpoints", x => x.number);
                });

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
                    commitment = table.Column<byte[]>(type: "bytea", nullable: true),
                    key_id = table.Column<int>(type: "integer", nullable: false),
                    proof = table.Column<byte[]>(type: "bytea", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: true),
                    seal_key_id = table.Column<int>(type: "integer", nullable: true),
                    seal = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_events", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "audit_events_action",
                table: "audit_events",
                columns: new[] { "action", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_events_actor",
                table: "audit_events",
                columns: new[] { "actor", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_events_number",
                table: "audit_events",
                column: "number",
                unique: true,
                filter: "number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "audit_events_person",
                table: "audit_events",
                column: "person",
                filter: "person IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "audit_events_target",
                table: "audit_events",
                columns: new[] { "target_kind", "target", "id" });

            migrationBuilder.CreateIndex(
                name: "audit_events_unsealed",
                table: "audit_events",
                column: "id",
                filter: "number IS NULL");

            // Events are neither changed nor deleted. A number is given once; personal data goes, with its salt, and never comes;
            // what a checkpoint that is the log's beginning covers has had its time.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    changeable CONSTANT text[] := '{number,seal,seal_key_id,personal,salt}';
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.number <= (SELECT max(number) FROM audit_checkpoints WHERE is_horizon) THEN
                            RETURN OLD;
                        END IF;
                    ELSIF TG_OP = 'UPDATE' THEN
                        IF to_jsonb(NEW) - changeable = to_jsonb(OLD) - changeable
                            AND ((NEW.number, NEW.seal, NEW.seal_key_id) IS NOT DISTINCT FROM (OLD.number, OLD.seal, OLD.seal_key_id)
                                OR (OLD.number IS NULL AND NEW.number > 0 AND NEW.seal IS NOT NULL AND NEW.seal_key_id IS NOT NULL))
                            AND ((NEW.personal, NEW.salt) IS NOT DISTINCT FROM (OLD.personal, OLD.salt)
                                OR (NEW.personal IS NULL AND NEW.salt IS NULL)) THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'events of the audit log are neither changed nor deleted' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER keep_audit_events BEFORE UPDATE OR DELETE ON audit_events
                    FOR EACH ROW EXECUTE FUNCTION keep_audit_events();
                CREATE TRIGGER keep_all_audit_events BEFORE TRUNCATE ON audit_events
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_events();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION keep_audit_events CASCADE");
            migrationBuilder.DropTable(
                name: "audit_checkpoints");

            migrationBuilder.DropTable(
                name: "audit_events");
        }
    }
}
