using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Growth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "sessions_expires_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "authorizations_expires_at",
                table: "authorizations");

            migrationBuilder.AlterTable(
                name: "sessions")
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.05)
                .Annotation("Npgsql:StorageParameter:fillfactor", 90);

            migrationBuilder.AlterTable(
                name: "authorizations")
                .Annotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.05)
                .Annotation("Npgsql:StorageParameter:fillfactor", 80)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 80);

            // Rows that are there are due at once: the first sweeps put them off, a batch at a time.
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sweep_at",
                table: "authorizations",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.CreateIndex(
                name: "authorizations_sweep_at",
                table: "authorizations",
                column: "sweep_at");

            migrationBuilder.Sql("CREATE INDEX sessions_over_at ON sessions (least(expires_at, ended_at))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX sessions_over_at");

            migrationBuilder.DropIndex(
                name: "authorizations_sweep_at",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "sweep_at",
                table: "authorizations");

            migrationBuilder.AlterTable(
                name: "sessions")
                .OldAnnotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.05)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 90);

            migrationBuilder.AlterTable(
                name: "authorizations")
                .Annotation("Npgsql:StorageParameter:fillfactor", 80)
                .OldAnnotation("Npgsql:StorageParameter:autovacuum_vacuum_scale_factor", 0.05)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateIndex(
                name: "sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "authorizations_expires_at",
                table: "authorizations",
                column: "expires_at");
        }
    }
}
