using System.Text.Json.Nodes;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Whoever asks for more protection than there is gets nothing, and not the same with less.</summary>
[Collection(TokenServer.Name)]
public sealed class NotBuiltTests(StandardServer server)
{
    [Theory]
    [InlineData("dpop_bound_access_tokens")]
    [InlineData("tls_client_certificate_bound_access_tokens")]
    public async Task Client_whose_tokens_are_to_be_bound_gets_no_others(string member)
    {
        using var desk = new Desk(server);
        var bound = await desk.MachineAsync(await server.NewClientAsync("machine", new JsonObject { [member] = true }));
        Outcome.T400(bound, "invalid_request");
        Assert.Equal($"{member} is not supported", bound["error_description"]);
    }

    [Fact]
    public async Task Proof_that_nobody_reads_is_refused_by_name()
    {
        using var desk = new Desk(server);
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = StandardServer.Login("machine").Authorization;
        request.Headers.Add("DPoP", "x");
        var refused = await desk.Channel.SendAsync(request);
        Outcome.T400(refused, "invalid_request");
        Assert.Equal("DPoP is not supported", refused["error_description"]);
    }

    [Fact]
    public async Task Scopes_of_administrators_alone_are_none_for_who_is_no_administrator()
    {
        using var ada = await Person.NewAsync(server);
        var code = await ada.CodeAsync("admin-console", ("scope", "admin admin.read"));
        Outcome.T400(await Person.RedeemAsync(server, "admin-console", code), "invalid_scope");
        using var grace = await Person.NewAsync(server, "admin");
        Assert.Equal("admin", (await grace.TokensAsync("admin-console", ("scope", "admin")))["scope"]);
    }
}
