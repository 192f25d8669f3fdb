using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AskedClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "claims",
                table: "consents",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "acr",
                table: "authorizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "claims",
                table: "authorizations",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "claims",
                table: "consents");

            migrationBuilder.DropColumn(
                name: "acr",
                table: "authorizations");

            migrationBuilder.DropColumn(
                name: "claims",
                table: "authorizations");
        }
    }
}
