using System.Diagnostics;
using AuthServer.Protocol.Authorize;
using AuthServer.Protocol.Issuing;
using AuthServer.Protocol.Wire;
using Xunit;
using Xunit.Abstractions;

namespace AuthServer.Protocol.Tests.Authorize;

/// <summary>One flow serves everybody at the same time.</summary>
public sealed class SharedFlowTests(ITestOutputHelper output)
{
    private const int Requests = 1_000_000;
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public async Task AUR_40_of_a_million_mixed_requests_each_answer_is_its_own()
    {
        var world = new World();
        var watch = Stopwatch.StartNew();
        var codes = 0;
        await Parallel.ForAsync(0, Requests, async (i, ct) =>
        {
            if (await AskAsync(world, i, ct))
                Interlocked.Increment(ref codes);
        });
        output.WriteLine($"{codes} codes in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(codes, Requests / 4, Requests); // the control: most are answered with a code
    }

    /// <returns>Whether a code came.</returns>
    private static async Task<bool> AskAsync(World world, int i, CancellationToken ct)
    {
        var user = new Guid(i % 251, 0, 0, new byte[8]);
        var who = i % 7 == 0 ? null : new SignedIn(user, new Guid(i, 1, 1, new byte[8]), TimeProvider.System.GetUtcNow(), ["pwd"], i);
        var (client, mode, scope) = (i % 2 == 0 ? "one" : "two", i % 5 == 0 ? "fragment" : "query", i % 11 == 0 ? "bogus" : "openid");
        var form = Form.Parse(
            $"client_id={client}&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&response_type=code&scope={scope}&state=s{i}&nonce=n{i}"
            + $"&response_mode={mode}&code_challenge={Challenge}&code_challenge_method=S256");
        var outcome = await world.Flow.StartAsync(form, who, $"b{i}", ct);
        switch (outcome)
        {
            case AuthorizeOutcome.SignIn signIn when who is null && scope == "openid":
                return signIn.Handle == $"b{i}" ? false : throw Mixed(i);
            case AuthorizeOutcome.Consent consent when client == "two" && i % 251 % 2 != 0:
                return consent.Handle == $"b{i}" ? false : throw Mixed(i);
            case AuthorizeOutcome.Reply { Answer: { Error: { } error } answer } when scope == "bogus":
                return error.Code == ErrorCode.InvalidScope && Member(answer, "state") == $"s{i}" ? false : throw Mixed(i);
            case AuthorizeOutcome.Reply { Answer: { Error: null } answer } when who is not null && answer.To.Mode == mode:
                var code = await world.Codes.ReadAsync(Member(answer, "code"), ct);
                return code is not null && code.UserId == user && code.SessionId == who.SessionId && code.Epochs.User == i
                    && code.ClientId == client && code.Nonce == $"n{i}" && Member(answer, "state") == $"s{i}"
                    ? true : throw Mixed(i);
            default:
                throw Mixed(i);
        }
    }

    private static string Member(AuthorizeReply answer, string name) => answer.Parameters.Single(p => p.Key == name).Value;

    private static Xunit.Sdk.XunitException Mixed(int i) => new($"request {i} got the answer of another");
}
