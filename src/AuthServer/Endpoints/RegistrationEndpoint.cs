using System.Text.Json;
using AuthServer.Hosting;
using AuthServer.Protocol.Registration;
using AuthServer.Protocol.Wire;

namespace AuthServer.Endpoints;

/// <summary>/connect/register and what it made — RFC 7591 §3, RFC 7592 §2.</summary>
internal sealed class RegistrationEndpoint(RegistrationFlow flow, RegistrationAnswer answer, FlightRecorder recorder)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetRequiredService<RegistrationPolicy>().Mode == RegistrationMode.Off)
            return;
        var endpoint = ActivatorUtilities.CreateInstance<RegistrationEndpoint>(routes.ServiceProvider);
        routes.MapPost("/connect/register", (RequestDelegate)endpoint.RegisterAsync);
        routes.MapGet("/connect/register/{clientId}", (RequestDelegate)endpoint.ReadAsync);
        routes.MapPut("/connect/register/{clientId}", (RequestDelegate)endpoint.ReplaceAsync);
        routes.MapDelete("/connect/register/{clientId}", (RequestDelegate)endpoint.DeleteAsync);
    }

    private async Task RegisterAsync(HttpContext context)
    {
        if (await BodyOfAsync(context) is not { } body)
            return;
        var made = await flow.RegisterAsync(TokenOf(context), body, context.RequestAborted);
        await AnswerAsync(context, made, StatusCodes.Status201Created, body);
    }

    private async Task ReadAsync(HttpContext context) =>
        await AnswerAsync(context, await flow.ReadAsync(ClientOf(context), TokenOf(context), context.RequestAborted), StatusCodes.Status200OK, null);

    private async Task ReplaceAsync(HttpContext context)
    {
        if (await BodyOfAsync(context) is not { } body)
            return;
        var replaced = await flow.ReplaceAsync(ClientOf(context), TokenOf(context), body, context.RequestAborted);
        await AnswerAsync(context, replaced, StatusCodes.Status200OK, body);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (await flow.DeleteAsync(ClientOf(context), TokenOf(context), context.RequestAborted) is { } error)
        {
            await RefuseAsync(context, error, null);
            return;
        }

        recorder.Passed(context, null);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.CacheControl = "no-store";
    }

    private async Task AnswerAsync(
        HttpContext context, Result<RegisteredClient> result, int status, ReadOnlyMemory<byte>? body)
    {
        if (!result.Succeeded(out var registered, out var error))
        {
            await RefuseAsync(context, error, body);
            return;
        }

        recorder.Passed(context, null);
        context.Response.StatusCode = status;
        await OAuthHttp.WriteJsonAsync(context.Response, answer.Write(registered, TokenOf(context)));
    }

    private static Task RefuseAsync(HttpContext context, OAuthError error, ReadOnlyMemory<byte>? body)
    {
        if (error.Code == ErrorCode.InvalidToken)
            context.Response.Headers.WWWAuthenticate = TokenOf(context) is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        return OAuthHttp.WriteErrorAsync(context, error, body is { } json ? MembersOf(json.Span) : null);
    }

    /// <summary>For the flight recorder: the document's members as if they were a form's.</summary>
    private static Form? MembersOf(ReadOnlySpan<byte> json) => RegistrationReader.Parse(json) is not { } document ? null : Form.Of(
        from member in document.EnumerateObject()
        from value in ValuesOf(member.Value)
        select KeyValuePair.Create(member.Name, value.ToString()));

    private static IEnumerable<JsonElement> ValuesOf(JsonElement member) =>
        member.ValueKind == JsonValueKind.Array ? member.EnumerateArray() : [member];

    /// <summary>Null: it was refused.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyOfAsync(HttpContext context)
    {
        var (body, problem) = await JsonBody.ReadBytesAsync(context.Request);
        if (body is not null)
            return body;
        var text = problem == Problems.TooLarge ? "the body is too long" : "the body must be application/json in UTF-8";
        await RefuseAsync(context, new OAuthError(ErrorCode.InvalidClientMetadata, text), null);
        return null;
    }

    private static string ClientOf(HttpContext context) => context.Request.RouteValues["clientId"] as string ?? "";

    private static string? TokenOf(HttpContext context) => Callers.TokenOf(context.Request.Headers.Authorization.ToString());
}
