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
            migrationBuilder.AddColumn<int>(
                name: "key_id",
                table: "audit_events",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "audit_events",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "proof",
                table: "audit_events",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                table: "audit_events",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seal_key_id",
                table: "audit_events",
                type: "integer",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "audit_events_number",
                table: "audit_events",
                column: "number",
                unique: true,
                filter: "number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "audit_events_unsealed",
                table: "audit_events",
                column: "id",
                filter: "number IS NULL");

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

            migrationBuilder.DropIndex(
                name: "audit_events_number",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "audit_events_unsealed",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "key_id",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "number",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "proof",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "seal_key_id",
                table: "audit_events");
        }
    }
}
