using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AuditSeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    @event = table.Column<Guid>(name: "event", type: "uuid", nullable: false),
                    seal_key_id = table.Column<int>(type: "integer", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_seals", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "audit_unsealed",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_unsealed", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "audit_seals_event",
                table: "audit_seals",
                column: "event",
                unique: true);

            migrationBuilder.Sql(
                """
                INSERT INTO audit_seals (number, event, seal_key_id, seal)
                SELECT number, id, seal_key_id, seal FROM audit_events WHERE number IS NOT NULL ORDER BY number;
                INSERT INTO audit_unsealed (id) SELECT id FROM audit_events WHERE number IS NULL;
                """);

            migrationBuilder.DropIndex(
                name: "audit_events_number",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "audit_events_unsealed",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "number",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "seal_key_id",
                table: "audit_events");

            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    changeable CONSTANT text[] := '{personal,salt}';
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF (SELECT number FROM audit_seals WHERE event = OLD.id)
                            <= (SELECT max(number) FROM audit_checkpoints WHERE is_horizon) THEN
                            RETURN OLD;
                        END IF;
                    ELSIF TG_OP = 'UPDATE' THEN
                        IF to_jsonb(NEW) - changeable = to_jsonb(OLD) - changeable
                            AND ((NEW.personal, NEW.salt) IS NOT DISTINCT FROM (OLD.personal, OLD.salt)
                                OR (NEW.personal IS NULL AND NEW.salt IS NULL)) THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'events of the audit log are neither changed nor deleted' USING ERRCODE = 'insufficient_privilege';
                END $$;

                CREATE FUNCTION keep_audit_seals() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.number <= (SELECT max(number) FROM audit_checkpoints WHERE is_horizon) THEN
                            RETURN OLD;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'seals of the audit log are neither changed nor deleted' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER keep_audit_seals BEFORE UPDATE OR DELETE ON audit_seals
                    FOR EACH ROW EXECUTE FUNCTION keep_audit_seals();
                CREATE TRIGGER keep_all_audit_seals BEFORE TRUNCATE ON audit_seals
                    FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_seals();

                CREATE FUNCTION await_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO audit_unsealed (id) VALUES (NEW.id);
                    RETURN NEW;
                END $$;
                CREATE TRIGGER await_audit_seal BEFORE INSERT ON audit_events
                    FOR EACH ROW EXECUTE FUNCTION await_audit_seal();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "number",
                table: "audit_events",
                type: "bigint",
                nullable: true);

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
                DROP FUNCTION await_audit_seal CASCADE;
                CREATE OR REPLACE FUNCTION keep_audit_events() RETURNS trigger LANGUAGE plpgsql AS $$
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
                UPDATE audit_events SET number = s.number, seal = s.seal, seal_key_id = s.seal_key_id
                FROM audit_seals s WHERE s.event = id;
                DROP FUNCTION keep_audit_seals CASCADE;
                """);

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropTable(
                name: "audit_unsealed");
        }
    }
}
