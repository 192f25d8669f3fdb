using System.Text.Json;
using AuthServer.Protocol.Jose;
using AuthServer.Protocol.Wire;

namespace AuthServer.Protocol.Clients;

/// <summary>Whether a member of a client's document looks as it must, by itself.</summary>
internal static class MemberShapes
{
    private const int MaxTextLength = 2000;
    private const int MaxListLength = 100;
    private const long MaxSeconds = 10L * 366 * 24 * 60 * 60;

    /// <summary>Adds what is wrong.</summary>
    /// <returns>True when something is.</returns>
    public static bool Judge(JsonProperty property, Member member, List<ClientMetadataError> errors)
    {
        var before = errors.Count;
        if (IsList(member.Shape))
            JudgeList(property, member, errors);
        else if (JudgeOne(property.Value, member) is { } text)
            errors.Add(new ClientMetadataError(property.Name, text));
        return errors.Count > before;
    }

    private static bool IsList(MemberShape shape) => shape is MemberShape.TextList or MemberShape.RedirectUris
        or MemberShape.WebUriList or MemberShape.Origins or MemberShape.Resources;

    private static void JudgeList(JsonProperty property, Member member, List<ClientMetadataError> errors)
    {
        // "" means none here too.
        if (property.Value.ValueKind == JsonValueKind.String && property.Value.ValueEquals(""))
            return;
        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new ClientMetadataError(property.Name, "must be an array of strings"));
            return;
        }

        if (property.Value.GetArrayLength() > MaxListLength)
            errors.Add(new ClientMetadataError(property.Name, $"must have at most {MaxListLength} entries"));
        var index = 0;
        foreach (var entry in property.Value.EnumerateArray().Take(MaxListLength))
        {
            var path = $"{property.Name}[{index++}]";
            if (entry.ValueKind != JsonValueKind.String)
                errors.Add(new ClientMetadataError(path, "must be a string"));
            else if (JudgeEntry(entry.GetString() ?? "", member.Shape) is { } text)
                errors.Add(new ClientMetadataError(path, text));
        }
    }

    private static string? JudgeEntry(string text, MemberShape shape) => shape switch
    {
        MemberShape.RedirectUris => RedirectUriRegistrationRule.Judge(text),
        MemberShape.WebUriList => AddressRules.JudgeCalled(text),
        MemberShape.Origins => JudgeOrigin(text),
        MemberShape.Resources => AddressRules.JudgeResource(text),
        _ => text.Length == 0 ? "must not be empty" : JudgeText(text),
    };

    private static string? JudgeOne(JsonElement value, Member member)
    {
        switch (member.Shape)
        {
            case MemberShape.Flag:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "must be true or false";
            case MemberShape.Seconds or MemberShape.SecondsOrZero:
                var least = member.Shape == MemberShape.Seconds ? 1 : 0;
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
                    && seconds >= least && seconds <= MaxSeconds
                    ? null
                    : $"must be a whole number of seconds, at least {least}";
            case MemberShape.Keys:
                if (value.ValueKind != JsonValueKind.Object)
                    return "must be an object";
                JwkSet.TryParse(value, out var reason);
                return reason;
        }

        if (value.ValueKind != JsonValueKind.String)
            return "must be a string";
        var text = value.GetString() ?? "";
        return text.Length == 0 ? null : JudgeText(text) ?? JudgeTextOf(text, member);
    }

    private static string? JudgeTextOf(string text, Member member) => member.Shape switch
    {
        MemberShape.Scope => ScopeSet.TryParse(text) is null ? "must be scopes separated by spaces" : null,
        MemberShape.WebUri => AddressRules.JudgeCalled(text),
        MemberShape.SecureUri => AddressRules.JudgeSecure(text),
        MemberShape.PageUri => AddressRules.JudgePage(text),
        _ when member.Choices.Length > 0 && !member.Choices.Contains(text) =>
            $"must be one of: {string.Join(", ", member.Choices)}",
        _ => null,
    };

    private static string? JudgeText(string text) =>
        text.Length > MaxTextLength ? $"must have at most {MaxTextLength} characters"
        : text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f', StringComparison.Ordinal)
            ? "must not hold control characters"
            : null;

    // As browsers write it (RFC 6454 §6.2), because it is compared with what they send.
    private static string? JudgeOrigin(string text)
    {
        var isOne = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            && text == uri.GetLeftPart(UriPartial.Authority) && uri.UserInfo.Length == 0
            && !text.Contains('*', StringComparison.Ordinal);
        if (!isOne || uri is null)
            return "must be an origin such as https://app.example";
        return uri.Scheme == "http" && !RedirectUriRegistrationRule.IsLoopback(uri)
            ? "must use https; plain http is for localhost, 127.0.0.1 and [::1]"
            : null;
    }
}
