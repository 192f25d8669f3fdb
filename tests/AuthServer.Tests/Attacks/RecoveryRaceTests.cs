using System.Net;
using AuthServer.Tests.AccountApi;
using AuthServer.Tests.Fixtures;
using AuthServer.Tests.Walk;
using Xunit;

namespace AuthServer.Tests.Attacks;

/// <summary>Section REC: everything at once, to one account.</summary>
[Collection(AccountCollection.Name)]
public sealed class RecoveryRaceTests(AccountServer server)
{
    private const int Rounds = 6;

    [Fact]
    public async Task REC_13_changes_side_by_side_block_nobody_and_the_last_reset_wins()
    {
        for (var i = 0; i < Rounds; i++)
        {
            using var ada = await Owner.NewAsync(server);
            using var app = await ada.SignedInAsync();
            var token = await ada.ResetTokenAsync();
            var change = new { current_password = StandardServer.Password, new_password = "Other-Horse-9" };
            var replies = await Task.WhenAll(
                app.PatchAsync("profile", new { email = Owner.NewAddress() }),
                app.PatchAsync("profile", new { phone_number = AccountServer.NewPhone() }),
                app.PatchAsync("profile", new { full_name = "Ada King" }),
                app.PostAsync("password/change", change),
                ada.ResetAsync(token),
                ada.AskAsync("password/forgot"), ada.AskAsync("unlock/request"), ada.AskAsync("otp/request"),
                ada.App.TryLoginAsync(ada.Email, StandardServer.Password),
                ada.App.PostAsync("register", ada.Registration()));
            AllAnswered(replies);

            await ada.CoolAsync();
            var last = await LastLetterAsync(ada);
            (await ada.ResetAsync(Owner.TokenOf(last))).Is(HttpStatusCode.NoContent);
            Assert.True(await ada.CanSignInAsync(Owner.NewPassword));
            (await app.GetAsync("profile")).IsProblem(HttpStatusCode.Unauthorized, "invalid_token");
            Assert.Equal(0L, await server.ScalarAsync<long>(
                "SELECT count(*) FROM pending_changes WHERE user_id = $1", await server.IdOfAsync(ada.Email)));
        }
    }

    [Fact]
    public async Task REC_24_deletion_and_registration_side_by_side_leave_one_account_or_none()
    {
        for (var i = 0; i < Rounds; i++)
        {
            using var ada = await Owner.NewAsync(server);
            using var app = await ada.SignedInAsync();
            var (id, token) = (await server.IdOfAsync(ada.Email), await ada.ResetTokenAsync());
            var deletion = app.DeleteAsync("");
            var replies = await Task.WhenAll(
                deletion, ada.App.PostAsync("register", ada.Registration(Owner.NewPassword)), ada.ResetAsync(token, "Other-Horse-9"),
                ada.AskAsync("verify/resend"), ada.AskAsync("password/forgot"),
                ada.App.PostAsync("register", ada.Registration("Third-Horse-10")));
            AllAnswered(replies);

            Assert.InRange(await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE normalized_email = $1", ada.Email), 0, 1);
            var isGone = (await deletion).Status == HttpStatusCode.NoContent;
            Assert.Equal(isGone ? 0L : 1L, await server.ScalarAsync<long>("SELECT count(*) FROM users WHERE id = $1", id));
            if (!isGone)
                continue;
            // Whoever is there now has proved nothing yet, and no password of before opens it.
            foreach (var password in new[] { StandardServer.Password, "Other-Horse-9", Owner.NewPassword, "Third-Horse-10" })
                Assert.False(await ada.CanSignInAsync(password));
        }
    }

    /// <summary>Asks once more, and reads on until nothing is left.</summary>
    private static async Task<Letter> LastLetterAsync(Owner owner)
    {
        var sent = (await owner.MessagesAsync()).Count(k => k == Core.Messaging.MessageKind.ResetPassword);
        (await owner.AskAsync("password/forgot")).Is(HttpStatusCode.Accepted);
        Letter? letter = null;
        for (var i = 0; i < sent; i++) // one of them was read before
            letter = await owner.NextLetterOfAsync("Choose");
        return letter!; // asked for just now
    }

    private static void AllAnswered(IEnumerable<Reply> replies) =>
        Assert.All(replies, r => Assert.True((int)r.Status < 500, r.ToString()));
}
