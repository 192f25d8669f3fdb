using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthServer.Core.Deliveries;
using Microsoft.Extensions.Options;

namespace AuthServer.Core.Messaging.Transports;

/// <summary>Sends texts by Twilio's API: <c>POST /2010-04-01/Accounts/{sid}/Messages.json</c>.</summary>
internal sealed class TwilioTransport(IOptions<SmsOptions> options, TimeProvider clock) : IMessageTransport, IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    private readonly SmsOptions _options = options.Value;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // our secret goes where it was told to go
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LargestAnswer,
    };

    public MessageChannel Channel => MessageChannel.Sms;

    public bool IsConfigured => _options is
    {
        From.Length: > 0, Twilio: { AccountSid.Length: > 0, AuthToken.Length: > 0 }
    };

    public TimeSpan Patience => _http.Timeout;

    /// <summary>Also while stopping: once the request is on its way, only its answer says whether a text went out.</summary>
    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken stopping)
    {
        if (!PhoneNumber.IsSendable(message.To))
            return new SendOutcome.Refused("no phone number");
        stopping.ThrowIfCancellationRequested();
        using var request = Request(message);
        try
        {
            using var answer = await _http.SendAsync(request, CancellationToken.None);
            return TwilioAnswer.Judge(
                answer.StatusCode, await ReadAsync(answer), RetryAfter(answer.Headers.RetryAfter));
        }
        catch (HttpRequestException fault)
        {
            return new SendOutcome.Unreachable("connection: " + fault.HttpRequestError);
        }
        catch (OperationCanceledException)
        {
            return new SendOutcome.Unreachable(
                string.Create(CultureInfo.InvariantCulture, $"no answer within {_http.Timeout.TotalSeconds} s"));
        }
    }

    public ValueTask RestAsync() => ValueTask.CompletedTask;

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(OutgoingMessage message)
    {
        var account = _options.Twilio.AccountSid ?? "";
        var url = $"{_options.Twilio.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{Uri.EscapeDataString(account)}/Messages.json";
        var from = _options.From ?? "";
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(
            [
                new("To", message.To),
                new(from.StartsWith("MG", StringComparison.Ordinal) ? "MessagingServiceSid" : "From", from),
                new("Body", message.Content.Text),
            ]),
        };
        var secret = Encoding.UTF8.GetBytes($"{account}:{_options.Twilio.AuthToken}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(secret));
        // Twilio promises nothing about it; a relay in front of it may.
        request.Headers.Add("Idempotency-Key", message.Id.ToString());
        return request;
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage answer)
    {
        try
        {
            using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);
}
