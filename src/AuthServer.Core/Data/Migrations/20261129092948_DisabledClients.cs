using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AuthServer.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class DisabledClients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "disabled_clients",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_disabled_clients", x => x.client_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "disabled_clients");
        }
    }
}
