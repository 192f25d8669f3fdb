using System.Net;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>What is wrong is said in the language of whoever asks; its code stays.</summary>
[Collection(AccountCollection.Name)]
public sealed class ProblemLanguageTests(AccountServer server)
{
    [Theory]
    [InlineData("", null, "Unprocessable Entity", "Fill this in.")]
    [InlineData("", "de-AT, en;q=0.5", "Inhalt nicht verwendbar", "Bitte ausfüllen.")]
    [InlineData("?ui_locales=pl%20fr", "de", "Contenu inutilisable", null)]
    public async Task Texts_follow_the_language_of_the_request(string query, string? accept, string title, string? required)
    {
        using var channel = server.NewBackChannel();
        var reply = await SendAsync(channel, "register" + query, accept, """{"email":"x@example.org","password":"Correct-Horse-7"}""");
        reply.Blames("full_name");
        Assert.Equal(title, reply["title"]);
        if (required is not null)
            Assert.Equal(required, reply.Json.GetProperty("errors").GetProperty("full_name")[0].GetString());
    }

    [Fact]
    public async Task Errors_that_no_call_has_made_are_translated_too()
    {
        using var channel = server.NewBackChannel();
        var reply = await SendAsync(channel, "nothing", "de", "{}");
        reply.IsProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(("Nicht gefunden", "Unter dieser Adresse gibt es nichts."), (reply["title"], reply["detail"]));
    }

    private static Task<Reply> SendAsync(BackChannel channel, string call, string? accept, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/account/{call}")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        if (accept is not null)
            request.Headers.Add("Accept-Language", accept);
        return channel.SendAsync(request);
    }
}
