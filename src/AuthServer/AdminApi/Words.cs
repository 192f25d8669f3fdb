using System.Text.Json;
using AuthServer.Core.Data;
using AuthServer.Core.Deliveries;
using AuthServer.Core.Messaging;
using AuthServer.Core.Sessions;

namespace AuthServer.AdminApi;

/// <summary>What the API calls what the rooms know by number. Words never change their meaning.</summary>
internal static class Words
{
    private const string Live = "live";
    private const string Over = "over";

    /// <summary>Of sessions and authorizations.</summary>
    public static IReadOnlyCollection<string> States { get; } = [Live, Over];

    /// <summary>Of messages.</summary>
    public static IReadOnlyCollection<string> MessageStates { get; } = [.. Enum.GetValues<MessageState>().Select(Snake)];

    /// <summary>Of the ways on which messages leave.</summary>
    public static IReadOnlyCollection<string> Channels { get; } = [.. Enum.GetValues<MessageChannel>().Select(Snake)];

    /// <summary>Of what messages are about.</summary>
    public static IReadOnlyCollection<string> MessageKinds { get; } = [.. Enum.GetValues<MessageKind>().Select(Snake)];

    /// <summary>Of what revocations end.</summary>
    public static IReadOnlyCollection<string> Revocations { get; } =
        ["token", "authorization", "session", "user", "client", "user_and_client", "all"];

    public static string StateOf(bool live) => live ? Live : Over;

    /// <summary>What <see cref="States"/> narrows to; null: nothing was said.</summary>
    public static bool? LiveOf(string? state) => state switch { null => null, Live => true, _ => false };

    public static string? Of(SessionEnd? end) => end is { } why ? Snake(why) : null;

    public static string OfNotice(DeliveryState state) => state switch
    {
        DeliveryState.Delivered => "acknowledged",
        DeliveryState.Dead => "given_up",
        _ => "owed",
    };

    public static string Of(FeedKind kind) => kind switch
    {
        FeedKind.TokenRevoked => "token",
        FeedKind.AuthorizationRevoked => "authorization",
        FeedKind.SessionRevoked => "session",
        FeedKind.UserRevoked => "user",
        FeedKind.ClientRevoked => "client",
        FeedKind.UserAndClientRevoked => "user_and_client",
        _ => "all",
    };

    /// <summary>The other way round; null: nothing was said.</summary>
    public static FeedKind? KindOf(string? word) =>
        word is null ? null : Enum.GetValues<FeedKind>().First(k => k <= FeedKind.AllRevoked && Of(k) == word);

    /// <summary>A member of an enumeration.</summary>
    public static string Snake<T>(T member) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>The member of that word; null: nothing was said.</summary>
    public static T? Parse<T>(string? word) where T : struct, Enum =>
        word is null ? null : Enum.GetValues<T>().First(m => Snake(m) == word);
}
