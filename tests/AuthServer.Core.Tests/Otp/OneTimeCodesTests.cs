using System.Text;
using AuthServer.Core.Otp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AuthServer.Core.Tests.Otp;

public sealed class OneTimeCodesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly CodeTarget Mail = CodeTarget.Mail("ada@example.org");

    private readonly FakeClock _clock = new();
    private readonly string _key = $"{Guid.CreateVersion7():N}@example.org";
    private readonly Guid _user = Guid.CreateVersion7();
    private ServiceProvider _node = null!; // by InitializeAsync

    private OneTimeCodes Codes => _node.GetRequiredService<OneTimeCodes>();

    public async Task InitializeAsync() => _node = await database.AccountNodeAsync(_clock);

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Code_works_once_and_tells_whose_it_was_and_where_it_went()
    {
        var fresh = await IssueAsync();

        var right = Assert.IsType<CodeCheck.Right>(await ConsumeAsync($" {fresh.Code} "));

        Assert.Equal((_user, _key, Mail), (right.UserId, right.Key, right.Target));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken));
    }

    [Fact]
    public async Task Link_works_once_and_kills_the_code_and_looking_at_it_consumes_nothing()
    {
        var fresh = await IssueAsync();
        for (var i = 0; i < 3; i++)
            Assert.IsType<CodeCheck.Right>(await Codes.FindLinkAsync(CodePurpose.SignIn, fresh.LinkToken, default));

        Assert.IsType<CodeCheck.Right>(await ConsumeLinkAsync(fresh.LinkToken));

        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken));
        Assert.IsType<CodeCheck.Wrong>(await Codes.FindLinkAsync(CodePurpose.SignIn, fresh.LinkToken, default));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code));
    }

    [Fact]
    public async Task Newer_code_kills_the_older_and_its_link()
    {
        var older = await IssueAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));
        var newer = await IssueAsync();

        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(older.Code));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(older.LinkToken));
        Assert.IsType<CodeCheck.Right>(await ConsumeAsync(newer.Code));
    }

    [Fact]
    public async Task Code_is_bound_to_purpose_key_and_user()
    {
        var fresh = await IssueAsync();
        foreach (var purpose in Enum.GetValues<CodePurpose>().Where(p => p != CodePurpose.SignIn))
        {
            Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code, purpose));
            Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken, purpose));
        }

        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code, key: "other@example.org"));

        // Whoever may write to the table gains nothing by moving what stands there.
        await _node.ExecuteAsync("UPDATE one_time_codes SET user_id = $2 WHERE key = $1", _key, Guid.CreateVersion7());
        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code));
        await _node.ExecuteAsync("UPDATE one_time_codes SET user_id = $2 WHERE key = $1", _key, _user);
        await _node.ExecuteAsync("UPDATE one_time_codes SET purpose = 3 WHERE key = $1 AND purpose = 2", _key);
        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code, CodePurpose.ResetPassword));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken, CodePurpose.ResetPassword));
        await _node.ExecuteAsync("UPDATE one_time_codes SET purpose = 2 WHERE key = $1 AND purpose = 3", _key);
        Assert.IsType<CodeCheck.Right>(await ConsumeAsync(fresh.Code));
    }

    [Fact]
    public async Task Neither_code_nor_token_is_at_rest_in_clear()
    {
        var fresh = await IssueAsync();
        await using var command = _node.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            "SELECT code_hash, link_hash, row_to_json(c)::text FROM one_time_codes c WHERE key = $1");
        command.Parameters.AddWithValue(_key);
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        Assert.Equal((32, 32), (row.GetFieldValue<byte[]>(0).Length, row.GetFieldValue<byte[]>(1).Length));
        var text = row.GetString(2);
        Assert.DoesNotContain(fresh.Code, text.Replace(_key, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(fresh.LinkToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(fresh.LinkToken)), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_fifty_who_use_a_code_at_once_one_does()
    {
        var fresh = await IssueAsync();
        var checks = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConsumeAsync(fresh.Code)));
        Assert.Single(checks, c => c is CodeCheck.Right);
    }

    [Fact]
    public async Task Of_fifty_who_use_a_code_or_its_link_at_once_one_does()
    {
        var fresh = await IssueAsync();
        var checks = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(i => i % 2 == 0 ? ConsumeAsync(fresh.Code) : ConsumeLinkAsync(fresh.LinkToken)));
        Assert.Single(checks, c => c is CodeCheck.Right);
    }

    [Fact]
    public async Task Fifty_wrong_ones_at_once_are_counted_exactly()
    {
        var fresh = await IssueAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConsumeAsync(Accounts.Other(fresh.Code))));

        Assert.Equal(5, await _node.ScalarAsync<int>("SELECT attempts FROM one_time_codes WHERE key = $1", _key));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken));
    }

    [Fact]
    public async Task Fifty_who_ask_at_once_get_one_code()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TryIssueAsync()));
        Assert.Single(codes, c => c is not null);
    }

    [Fact]
    public async Task Inside_the_cooldown_nothing_changes()
    {
        var fresh = await IssueAsync();
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await TryIssueAsync());
        Assert.IsType<CodeCheck.Right>(await ConsumeAsync(fresh.Code));
    }

    [Fact]
    public async Task What_cannot_be_a_code_is_wrong_and_does_not_count()
    {
        var fresh = await IssueAsync();
        foreach (var typed in new[] { null, "", "12345", "１２３４５６", "abcdef", new string('1', 10_000) })
            Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(typed));
        Assert.IsType<CodeCheck.Right>(await ConsumeAsync(fresh.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_is_wrong(string? token)
    {
        await IssueAsync();
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(token));
        Assert.IsType<CodeCheck.Wrong>(await Codes.FindLinkAsync(CodePurpose.SignIn, token, default));
    }

    [Fact]
    public async Task Texts_to_a_number_have_a_cap_over_all_purposes_and_keys()
    {
        var number = CodeTarget.Text($"+4416{_clock.GetUtcNow().Ticks % 100_000_000:D8}");
        for (var i = 0; i < 10; i++)
            Assert.IsType<Issuance.Made>(await InTransactionAsync(c => Codes.IssueAsync(c, CodePurpose.SignIn, $"{i}{_key}", _user, number, default)));

        Assert.IsType<Issuance.Refused>(await InTransactionAsync(c => Codes.IssueAsync(c, CodePurpose.ConfirmPhone, _key, _user, number, default)));
        Assert.False(await InTransactionAsync(c => Codes.MayIssueAsync(c, CodePurpose.ConfirmPhone, _key, number, default)));
        Assert.IsType<Issuance.Made>(await InTransactionAsync(c => Codes.IssueAsync(c, CodePurpose.ConfirmEmail, _key, _user, Mail, default)));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<Issuance.Made>(await InTransactionAsync(c => Codes.IssueAsync(c, CodePurpose.ConfirmPhone, _key, _user, number, default)));
    }

    [Fact]
    public async Task Everything_of_a_user_is_killed_at_once_and_still_counts()
    {
        var fresh = await IssueAsync();
        await ConsumeAsync(Accounts.Other(fresh.Code));
        await InTransactionAsync(async c =>
        {
            await OneTimeCodes.KillAsync(c, _user, default);
            return true;
        });

        Assert.IsType<CodeCheck.Wrong>(await ConsumeAsync(fresh.Code));
        Assert.IsType<CodeCheck.Wrong>(await ConsumeLinkAsync(fresh.LinkToken));
        Assert.Equal(1, await _node.ScalarAsync<int>("SELECT attempts FROM one_time_codes WHERE key = $1", _key));
    }

    [Fact]
    public async Task Rows_go_when_nothing_in_them_matters()
    {
        await IssueAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await Codes.SweepAsync(new(1000), default);
        Assert.Equal(1, await CountAsync());
        _clock.Advance(TimeSpan.FromHours(1.1));
        while (await Codes.SweepAsync(new(1), default) == 1)
        {
        }

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Invitation_is_kept_for_as_long_as_it_is_good_while_its_code_is_long_gone()
    {
        await using var connection = await _node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var fresh = Assert.IsType<Issuance.Made>(await Codes.IssueAsync(
            connection, CodePurpose.ResetPassword, _key, _user, Mail, OneTimeCodes.InvitationLifetime, default)).Code;
        _clock.Advance(OneTimeCodes.InvitationLifetime - TimeSpan.FromMinutes(1));
        await Codes.SweepAsync(new(1000), default);
        Assert.IsType<CodeCheck.Wrong>(await Codes.ConsumeAsync(connection, CodePurpose.ResetPassword, _key, fresh.Code, default));
        Assert.IsType<CodeCheck.Right>(await Codes.FindLinkAsync(CodePurpose.ResetPassword, fresh.LinkToken, default));

        _clock.Advance(TimeSpan.FromHours(4)); // the wrong code was a touch
        Assert.IsType<CodeCheck.Wrong>(await Codes.FindLinkAsync(CodePurpose.ResetPassword, fresh.LinkToken, default));
        await Codes.SweepAsync(new(1000), default);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData("Otp:Length", "3")]
    [InlineData("Otp:Length", "9")]
    [InlineData("Otp:Lifetime", "0")]
    [InlineData("Otp:Lifetime", "2h")]
    [InlineData("Otp:MaxAttempts", "0")]
    [InlineData("Otp:HourlyCap", "0")]
    [InlineData("Otp:ResendCooldown", "1h")]
    public async Task Settings_out_of_range_are_refused_by_name(string name, string value)
    {
        await using var node = database.Node((s, c) => s.AddOtp(c), (name, value));
        var refused = Assert.Throws<OptionsValidationException>(() => node.GetRequiredService<IOptions<OtpOptions>>().Value);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private Task<long> CountAsync() =>
        _node.ScalarAsync<long>("SELECT count(*) FROM one_time_codes WHERE key = $1", _key);

    private async Task<FreshCode> IssueAsync() => await TryIssueAsync() ?? throw new InvalidOperationException("not issued");

    private async Task<FreshCode?> TryIssueAsync() =>
        (await InTransactionAsync(c => Codes.IssueAsync(c, CodePurpose.SignIn, _key, _user, Mail, default)) as Issuance.Made)?.Code;

    private Task<CodeCheck> ConsumeAsync(string? code, CodePurpose purpose = CodePurpose.SignIn, string? key = null) =>
        InTransactionAsync(c => Codes.ConsumeAsync(c, purpose, key ?? _key, code, default));

    private Task<CodeCheck> ConsumeLinkAsync(string? token, CodePurpose purpose = CodePurpose.SignIn) =>
        InTransactionAsync(c => Codes.ConsumeLinkAsync(c, purpose, token, default));

    private async Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> run)
    {
        await using var connection = await _node.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await run(connection);
        await transaction.CommitAsync();
        return result;
    }
}
