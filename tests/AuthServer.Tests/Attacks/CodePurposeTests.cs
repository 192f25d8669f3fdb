using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: a code is good for what it was sent for, and for nothing else.</summary>
[Collection(AccountCollection.Name)]
public sealed class CodePurposeTests(AccountServer server)
{
    public static TheoryData<string> Purposes =>
        ["verify", "sign in", "reset", "unlock", "confirm email", "confirm phone", "confirm number"];

    [Theory]
    [MemberData(nameof(Purposes))]
    public async Task REC_05_code_opens_no_other_door(string purpose)
    {
        using var someone = purpose == "verify" ? await Owner.Nobody(server).RegisterAsync() : await Owner.NewAsync(server);
        using var app = purpose == "verify" ? await server.NewSignedInAsync() : await someone.SignedInAsync();
        var number = await NewNumberAsync(app);
        var letter = await SendAsync(purpose, someone, app, number.Letter);
        foreach (var (door, open) in Doors(someone, app, number.Call))
        {
            if (door != purpose)
                (await open(letter.Code)).IsWrongCode();
        }

        if (purpose is "verify" or "unlock")
            (await someone.ResetAsync(Owner.TokenOf(letter))).IsDeadToken();
        var control = await Doors(someone, app, number.Call)[purpose](letter.Code);
        Assert.True((int)control.Status is 200 or 204, control.ToString());
    }

    [Fact]
    public async Task REC_05_wrong_tries_at_one_door_close_no_other()
    {
        using var ada = await Owner.NewAsync(server);
        var (reset, signIn) = (await ada.AskedAsync("password/forgot"), await ada.AskedAsync("otp/request"));
        for (var i = 0; i < 6; i++)
            (await ada.ExchangeAsync(reset.Code == "000000" ? "111111" : "000000")).IsWrongCode();
        (await ada.ExchangeAsync(reset.Code)).IsWrongCode();
        (await ada.ResetAsync(Owner.TokenOf(reset))).IsDeadToken();
        (await ada.App.PostAsync("otp/verify", new { email = ada.Email, code = signIn.Code, client_id = AccountServer.App })).Is(HttpStatusCode.OK);
    }

    private static async Task<Letter> SendAsync(string purpose, Owner owner, SignedInApp app, Letter number)
    {
        var (email, phone) = (Owner.NewAddress(), AccountServer.NewPhone());
        switch (purpose)
        {
            case "verify":
                return await owner.NextLetterAsync();
            case "sign in":
                return await owner.AskedAsync("otp/request");
            case "reset":
                return await owner.AskedAsync("password/forgot");
            case "unlock":
                return await owner.AskedAsync("unlock/request");
            case "confirm email":
                (await app.PatchAsync("profile", new { email })).Is(HttpStatusCode.OK);
                return await owner.NextLetterAsync(email);
            case "confirm phone":
                (await app.PatchAsync("profile", new { phone_number = phone })).Is(HttpStatusCode.OK);
                return await owner.NextLetterAsync(phone);
            default:
                return number;
        }
    }

    private static Dictionary<string, Func<string, Task<Reply>>> Doors(Owner owner, SignedInApp app, string number) => new()
    {
        ["verify"] = code => owner.App.VerifyAsync(owner.Email, code),
        ["sign in"] = code => owner.App.PostAsync("otp/verify", new { email = owner.Email, code, client_id = AccountServer.App }),
        ["reset"] = owner.ExchangeAsync,
        ["unlock"] = code => owner.App.PostAsync("unlock/verify", new { email = owner.Email, code }),
        ["confirm email"] = code => app.PostAsync("profile/email/verify", new { code }),
        ["confirm phone"] = code => app.PostAsync("profile/phone/verify", new { code }),
        ["confirm number"] = code => app.PostAsync(number, new { code }),
    };

    /// <summary>A group with a number that waits for its code.</summary>
    private async Task<(string Call, Letter Letter)> NewNumberAsync(SignedInApp app)
    {
        var phone = AccountServer.NewPhone();
        var group = (await app.PostAsync("groups", new { name = "Family" })).Is(HttpStatusCode.Created)["id"];
        var number = await app.PostAsync($"groups/{group}/mobile-numbers", new { phone_number = phone, name = "Bob" });
        var letter = await new Mailbox(server.Node).NextAsync(phone);
        return ($"groups/{group}/mobile-numbers/{number.Is(HttpStatusCode.Created)["id"]}/verify", letter);
    }
}
