using AuthServer.Core.Data;
using AuthServer.Core.Messaging;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/messages: mails and texts that went out, wait, or failed. What they say is shown to nobody.</summary>
internal sealed class MessageCalls(MessageDirectory messages, MessageChanges changes)
{
    private static readonly ListFilter[] Filters =
    [
        ListFilter.OneOf("state", Words.MessageStates), ListFilter.OneOf("channel", Words.Channels),
        ListFilter.OneOf("kind", Words.MessageKinds), ListFilter.Id("user", "Only those about this person."),
    ];

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<MessageCalls>(api.ServiceProvider);
        api.MapList("/messages", TimeOrder.Orders, Filters, calls.ListAsync).WithSummary("Mails and texts, for 30 days")
            .WithDescription("`q`: how the address or number begins. Without the right support recipients are masked, and `q` finds none.")
            .Example(null, new Page<AdminMessage>([AdminMessage.Example], null));
        api.MapAdmin("GET", "/messages/{id}", AdminRights.Read, calls.FindAsync).WithSummary("A mail or text")
            .Produces<AdminMessage>().Fails(Problems.NotFound).Example(null, AdminMessage.Example);
        api.MapAdmin("POST", "/messages/{id}/retry", AdminRights.Support, calls.RetryAsync).WithSummary("Send a message now")
            .WithDescription("One that was given up, or one that waits for its next attempt.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.TooLate);
        api.MapAdmin("POST", "/messages/{id}/cancel", AdminRights.Support, calls.CancelAsync).WithSummary("Take a message back")
            .WithDescription("One that nobody has sent yet; what it says is wiped.")
            .Produces(StatusCodes.Status204NoContent).Fails(Problems.NotFound, Problems.TooLate);
    }

    private async Task<Page<AdminMessage>> ListAsync(Administrator by, PageQuery query, Narrowing only, CancellationToken ct)
    {
        if (query.Text is not null && !by.May(AdminRights.Support))
            return new Page<AdminMessage>([], null); // what is masked is not to be guessed sign by sign
        var filter = new MessageFilter(
            Words.Parse<MessageState>(only["state"]), Words.Parse<MessageChannel>(only["channel"]), Words.Parse<MessageKind>(only["kind"]),
            only.Id("user"), query.LikeText);
        return (await messages.ListAsync(query, filter, ct)).Select(message => AdminMessage.Of(message, by));
    }

    private async Task<IResult> FindAsync(Administrator administrator, HttpContext context) =>
        context.FindId("id") is { } id && await messages.FindAsync(id, context.RequestAborted) is { } found
            ? Answer.Ok(AdminMessage.Of(found, administrator))
            : Problems.NotFound;

    private Task<IResult> RetryAsync(Administrator administrator, HttpContext context) =>
        ChangeAsync(context, id => changes.RetryAsync(id, administrator.Because(), context.RequestAborted));

    private Task<IResult> CancelAsync(Administrator administrator, HttpContext context) =>
        ChangeAsync(context, id => changes.CancelAsync(id, administrator.Because(), context.RequestAborted));

    private static async Task<IResult> ChangeAsync(HttpContext context, Func<Guid, Task<MessageChange>> change) =>
        (context.FindId("id") is { } id ? await change(id) : MessageChange.Unknown) switch
        {
            MessageChange.Done => Answer.Done,
            MessageChange.TooLate => Problems.TooLate,
            _ => Problems.NotFound,
        };
}

/// <summary>A mail or text.</summary>
internal sealed record AdminMessage
{
    public required Guid Id { get; init; }

    /// <summary>What it is about: <c>verify_email</c>, <c>sign_in_code</c>, <c>reset_password</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary><c>email</c> or <c>sms</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>To whom; masked without the right support.</summary>
    public required string To { get; init; }

    public required Guid? UserId { get; init; }

    /// <summary><c>queued</c>, <c>sent</c>, <c>dead</c> (given up), <c>expired</c> (too late to be of use), <c>cancelled</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it is not worth sending.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    public required DateTimeOffset? SentAt { get; init; }

    public required int Attempts { get; init; }

    /// <summary>What went wrong last: an answer's code and our words for it.</summary>
    public required string? LastError { get; init; }

    /// <summary>When it is tried next; null: never.</summary>
    public required DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AdminMessage Example = new()
    {
        Id = new Guid("0195c2a4-7d3e-7f10-9a53-3b1f0d2c4e62"),
        Kind = "verify_email",
        Channel = "email",
        To = "a…@example.org",
        UserId = null,
        State = "queued",
        CreatedAt = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero),
        ExpiresAt = new DateTimeOffset(2026, 3, 1, 9, 40, 0, TimeSpan.Zero),
        SentAt = null,
        Attempts = 2,
        LastError = "450 4.2.1 the mailbox is busy",
        NextAttemptAt = new DateTimeOffset(2026, 3, 1, 9, 30, 15, TimeSpan.Zero),
    };

    public static AdminMessage Of(ListedMessage message, Administrator administrator) => new()
    {
        Id = message.Id,
        Kind = Words.Snake(message.Kind),
        Channel = Words.Snake(message.Channel),
        To = administrator.May(AdminRights.Support) ? message.Recipient : message.Masked,
        UserId = message.UserId,
        State = Words.Snake(message.State),
        CreatedAt = message.CreatedAt,
        ExpiresAt = message.ExpiresAt,
        SentAt = message.SentAt,
        Attempts = message.Attempts,
        LastError = message.LastError,
        NextAttemptAt = message.NextAttemptAt,
    };
}
