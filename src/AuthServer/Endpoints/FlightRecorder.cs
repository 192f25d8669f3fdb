using AuthServer.Core.Recorder;
using AuthServer.Hosting;
using AuthServer.Protocol.Refusals;
using AuthServer.Protocol.Wire;
using AuthServer.Ui.Interaction;
using Microsoft.Extensions.Options;

namespace AuthServer.Endpoints;

/// <summary>
/// Where the protocol's errors become HTTP: each attempt that is refused gets an id, in the answer's header and on the error
/// page, and is written down for administrators with the rule that refused it. Of a flood some are, and the rest is counted.
/// </summary>
internal sealed class FlightRecorder(
    AttemptLog attempts, RecordedClients recorded, IOptions<RecorderOptions> options, TimeProvider clock, ILogger<FlightRecorder> log)
{
    /// <summary>The header that names the attempt.</summary>
    public const string Header = "Attempt-Id";

    private readonly WindowCounts _counts = new(clock);

    /// <summary>The attempt was refused.</summary>
    /// <param name="form">What was sent; null: what stands in the address.</param>
    /// <returns>Its id.</returns>
    public static string Refused(HttpContext context, OAuthError error, Form? form) =>
        context.RequestServices.GetRequiredService<FlightRecorder>().Refuse(context, error, form);

    /// <summary>The attempt was refused, and only the person at the browser can be told.</summary>
    /// <inheritdoc cref="Refused"/>
    public static GateError Page(HttpContext context, OAuthError error, Form? form) =>
        GateError.BadRequest(error.Code.Value, error.Description, Refused(context, error, form));

    /// <summary>The attempt was answered, or leads on to a page: kept while everything of its client is.</summary>
    /// <param name="form">As in <see cref="Refused"/>.</param>
    /// <param name="how">What became of it, in a few words.</param>
    public void Passed(HttpContext context, Form? form, string how = "answered")
    {
        if (recorded.IsEmpty)
            return;
        var request = new ReceivedRequest(context, form);
        if (request.ClientId is { } clientId && recorded.Has(clientId) && HasRoom(request))
            attempts.Add(request.Describe(Name(context), clock.GetUtcNow()) with { Description = how });
    }

    private string Refuse(HttpContext context, OAuthError error, Form? form)
    {
        var id = Name(context);
        var request = new ReceivedRequest(context, form);
        Log.Refused(log, request.Endpoint, id, error.Code.Value, error.Description, error.Reason);
        if (!HasRoom(request))
        {
            AttemptLog.Skip();
            return id;
        }

        attempts.Add(request.Describe(id, clock.GetUtcNow()) with
        {
            Error = error.Code.Value,
            Description = error.Description,
            Reason = error.Reason,
            Rule = Explanations.For(error).Rule,
        });
        return id;
    }

    private static string Name(HttpContext context)
    {
        var id = AttemptId.New();
        context.Response.Headers[Header] = id;
        return id;
    }

    /// <summary>Whether it is not too much of one sender, of one client, or in all; counts it then.</summary>
    private bool HasRoom(ReceivedRequest request)
    {
        var limits = options.Value;
        (int Key, int Limit)[] counted =
        [
            (HashCode.Combine("sender", request.Sender), limits.PerSenderPerMinute),
            (HashCode.Combine("client", request.ClientId), limits.PerClientPerMinute),
            (HashCode.Combine("all"), limits.PerMinute),
        ];
        if (!limits.Enabled || Array.Exists(counted, c => _counts.Find(c.Key) >= c.Limit))
            return false;
        foreach (var (key, _) in counted)
            _counts.Add(key);
        return true;
    }
}
