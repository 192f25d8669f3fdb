using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Core.Declarations.Changes;

namespace AuthServer.AdminApi;

/// <summary>For the description: one change of one client, as each call shows it.</summary>
internal static class ChangeExamples
{
    private const string Before = "5b1f4d0b7a0f4f6f9c2b1f0e8d7c6b5a";
    private const string After = "9d3c2b1a0f4e4d5c8b7a6f5e4d3c2b1a";

    private static readonly string[] OldAddresses = ["https://shop.example/cb", "https://old.shop.example/cb"];
    private static readonly string[] NewAddresses = ["https://shop.example/cb"];

    public static object Document { get; } = new { clients = new[] { new { client_id = "web", redirect_uris = NewAddresses } } };

    public static ConfigurationPlan Plan { get; } = new(
        "0f9e8d7c6b5a4f3e8d1c0b9a8f7e6d5c", Before, After, [Change],
        [new Consequence("redirect_uri_removed", "clients", "web", "Client 'web': sign-ins that return to https://old.shop.example/cb are refused.")]);

    public static AppliedChange Applied { get; } = new(After, Set);

    public static ShownChange Shown { get; } = new(Set, [Change], JsonSerializer.SerializeToElement(Document));

    public static Page<ChangeSet> List { get; } = new([Set], null);

    public static Drift Drift { get; } = new([Change], []);

    private static ObjectChange Change => new("clients", "web", ObjectChange.Updated,
        [new MemberChange("redirect_uris", JsonSerializer.SerializeToElement(OldAddresses), JsonSerializer.SerializeToElement(NewAddresses))]);

    private static ChangeSet Set => new(
        12, new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), ChangeOrigin.Applied,
        new ChangedBy("person", "0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e5f", "admin-console"), After)
    {
        Updated = 1,
    };
}
