using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>Mails and texts: whether they went out, and why not.</summary>
internal sealed class MessagesModel(MessageDirectory messages, MessageChanges changes) : AdminPage
{
    public DeskList List { get; private set; } = null!; // set before the page is drawn

    public Page<ListedMessage> Messages { get; private set; } = new([], null);

    /// <summary>Whether they see to whom, and may do something about it.</summary>
    public bool MaySeeWhom => May(AdminRights.Support);

    [Needs(AdminRights.Read)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        List = DeskList.Read(Request, TimeOrder.Orders, "state", "user");
        // What is masked is not to be guessed sign by sign.
        if (List.Query.Text is not null && !MaySeeWhom)
            return Page();
        var only = new MessageFilter(List.Choice<MessageState>("state"), null, null, List.Id("user"), List.Query.LikeText);
        Messages = await messages.ListAsync(List.Query, only, ct);
        return Page();
    }

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostRetryAsync(Guid message, CancellationToken ct) =>
        Again(await changes.RetryAsync(message, Because(), ct) == MessageChange.Done ? "queued" : Flash.Gone);

    [Needs(AdminRights.Support)]
    public async Task<IActionResult> OnPostCancelAsync(Guid message, CancellationToken ct) =>
        Again(await changes.CancelAsync(message, Because(), ct) == MessageChange.Done ? "cancelled" : Flash.Gone);
}
