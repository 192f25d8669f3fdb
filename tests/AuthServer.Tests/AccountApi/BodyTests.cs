using System.Net;
using System.Text;
using Xunit;

namespace AuthServer.Tests.AccountApi;

/// <summary>What comes in: bodies, methods, addresses; every error is a problem.</summary>
[Collection(AccountCollection.Name)]
public sealed class BodyTests(AccountServer server)
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}")]
    [InlineData("{\"email\":\"\\ud800\"}")]
    [InlineData("{\"email\":\"a\\u0000@example.org\"}")]
    [InlineData("{\"email\":\"a@example.org\"} trailing")]
    [InlineData("{\"email\":\"a@example.org\", // comment\n}")]
    public async Task Body_of_no_single_reading_is_malformed(string body)
    {
        using var app = server.NewApp();
        (await app.PostAsync("login", body)).IsProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Fact]
    public async Task Members_that_are_wrong_are_told_all_at_once()
    {
        using var app = server.NewApp();
        (await app.PostAsync("login", """{"email":7,"scope":[]}""")).Blames("client_id", "email", "password", "scope");
        (await app.PostAsync("register", """{"email":"x","password":"short","full_name":" ","otp_method":"pigeon"}"""))
            .Blames("email", "full_name", "otp_method", "password");
        using var ada = await server.NewSignedInAsync();
        var group = (await ada.PostAsync("groups", new { name = "Family" }))["id"];
        (await ada.PostAsync($"groups/{group}/mobile-numbers", new { name = "two\nlines", phone_number = "7" })).Blames("name", "phone_number");
    }

    [Fact]
    public async Task Body_that_is_not_utf8_is_malformed()
    {
        using var app = server.NewApp();
        byte[] body = [.. "{\"email\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        (await app.PostAsync("login", body)).IsProblem(HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Body_of_another_type_is_refused(string contentType)
    {
        using var app = server.NewApp();
        var reply = await app.Channel.PostRawAsync("/api/account/login", "{}", contentType);
        reply.IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Fact]
    public async Task Body_without_a_type_is_refused()
    {
        using var app = server.NewApp();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/login") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        (await app.Channel.SendAsync(request)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData(65 * 1024)]
    [InlineData(2 * 1024 * 1024)]
    public async Task Body_of_more_than_64_KB_is_too_large(int length)
    {
        using var app = server.NewApp();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/login")
        {
            Content = new StringContent($$"""{"email":"{{new string('a', length)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = true;
        (await app.Channel.SendAsync(request)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task Chunked_body_of_more_than_64_KB_is_too_large_and_a_short_one_is_read()
    {
        using var app = server.NewApp();
        foreach (var (length, status) in new[] { (65 * 1024, HttpStatusCode.RequestEntityTooLarge), (10, HttpStatusCode.UnprocessableEntity) })
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/login")
            {
                Content = new StringContent($$"""{"email":"{{new string('a', length)}}"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = true;
            (await app.Channel.SendAsync(request)).Is(status);
        }
    }

    [Fact]
    public async Task Members_that_nobody_asked_for_are_left_alone()
    {
        using var app = server.NewApp();
        var email = await server.NewUserAsync();
        var reply = await app.PostAsync(
            "login", new { email, password = AccountServer.Password, client_id = AccountServer.App, device = new { os = "x" } });
        reply.Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unknown_address_wrong_method_and_unknown_api_are_problems()
    {
        using var app = server.NewApp();
        (await app.GetAsync("nothing")).IsProblem(HttpStatusCode.NotFound, "not_found");
        (await app.Channel.GetAsync("/api/nothing")).IsProblem(HttpStatusCode.NotFound, "not_found");
        var wrong = (await app.GetAsync("login")).IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal("POST", wrong.Header("Allow"));
        (await app.SendAsync(HttpMethod.Put, "profile", "{}", null)).IsProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Fact]
    public async Task Deep_body_is_malformed()
    {
        using var app = server.NewApp();
        var deep = $$"""{"email":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        (await app.PostAsync("login", deep)).IsProblem(HttpStatusCode.BadRequest, "malformed");
    }
}
