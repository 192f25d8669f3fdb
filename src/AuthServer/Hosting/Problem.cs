using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthServer.Core.Users;
using AuthServer.Ui.Interaction;
using Microsoft.Extensions.Localization;

namespace AuthServer.Hosting;

/// <summary>
/// An error of the JSON APIs (RFC 9457): a stable code for programs, sentences in the language of the request for whom
/// they show them to. The kinds stand in <see cref="Problems"/> and, per API, beside its calls.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Never changes its meaning; listed in docs/errors.md.</param>
/// <param name="Detail">In English, translated when it is sent. Never a secret, never whether an account exists.</param>
internal sealed record Problem(int Status, string Code, string Detail) : IResult
{
    /// <summary>Media type of RFC 9457.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>What is wrong with which member; null where no member is to blame.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Complaint>>? Errors { get; init; }

    /// <summary>What needs the object that was to go, by kind: ids of some, not of all. Null where that is not the matter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? UsedBy { get; init; }

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For 401 and 403 of bearer calls (RFC 6750 §3).</summary>
    public string? Challenge { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        var services = httpContext.RequestServices;
        var (texts, complaints) =
            (services.GetRequiredService<IStringLocalizer<Texts>>(), services.GetRequiredService<ComplaintTexts>());
        var json = ToJson(t => texts[t], complaints.Of);
        response.ContentLength = json.Length;
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
    }

    /// <summary>As an answer in English holds it, for examples.</summary>
    public JsonNode? ToNode() => JsonNode.Parse(ToJson(t => t, c => c.Code).Span);

    private ReadOnlyMemory<byte> ToJson(Func<string, string> translate, Func<Complaint, string> tell)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", translate(ProblemTitles.Of(Status)));
        writer.WriteNumber("status", Status);
        writer.WriteString("code", Code);
        writer.WriteString("detail", translate(Detail));
        if (Errors is not null)
        {
            writer.WritePropertyName("errors");
            JsonSerializer.Serialize(writer, Errors.ToDictionary(e => e.Key, e => e.Value.Select(tell)));
        }

        if (UsedBy is not null)
        {
            writer.WritePropertyName("used_by");
            JsonSerializer.Serialize(writer, UsedBy);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
