using AuthServer.Core.Users;
using AuthServer.Core.Webhooks;
using AuthServer.Protocol.Wire;

namespace AuthServer.Core.Editing;

/// <summary>Judges what an administrator decided about a webhook.</summary>
public static class WebhookRules
{
    private const int LongestDescription = 200;
    private const int MostEvents = 50;

    /// <summary>What is wrong with it, by member of the admin API.</summary>
    public static Complaints Judge(WebhookDraft draft, IOutbound outbound)
    {
        var complaints = new Complaints();
        if (outbound.Judge(draft.Url) is not null)
            complaints.Add("url", "not_allowed");
        if (draft.Events.Count == 0)
            complaints.Add("events", "required");
        else if (draft.Events.Count > MostEvents)
            complaints.Add("events", "out_of_range");
        else if (draft.Events.Any(e => e is null || !EventPattern.IsKnown(e)))
            complaints.Add("events", "not_one_of");
        if (PlainText.Judge(draft.Description ?? "", LongestDescription) is { } complaint)
            complaints.Add("description", [complaint]);
        return complaints;
    }
}
