using System.Text.RegularExpressions;
using AuthServer.Core.Messaging;
using AuthServer.Core.Messaging.Texts;
using AuthServer.Core.Messaging.Transports;
using AuthServer.Protocol.Issuing;
using AuthServer.Tests.Fixtures;
using Xunit;

namespace AuthServer.Core.Tests.Messaging;

public sealed partial class MessageTextsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly string[] Languages = ["en", "de", "fr", "es"];

    private readonly FakeClock _clock = new();
    private MessageNode _node = null!; // set before any test runs

    public async Task InitializeAsync() => _node = await MessageNode.StartAsync(database, _clock, null);

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_message_is_there_in_every_language_and_every_code_can_be_found()
    {
        var subjects = new HashSet<string>();
        var samples = Directory.CreateDirectory(Repository.PathOf("artifacts", "tests", "mails")).FullName;
        foreach (var language in Languages)
        {
            foreach (var kind in Enum.GetValues<MessageKind>())
            {
                var mail = await WriteAsync(kind, MessageChannel.Email, language);
                Assert.True(subjects.Add(mail.Subject), mail.Subject);
                await File.WriteAllTextAsync(Path.Combine(samples, $"{kind}.{language}.html"), mail.Html); // to look at
                Assert.Contains("482913", mail.Text, StringComparison.Ordinal);
                Assert.Contains("https://id.example/account/verify?token=abc", mail.Text, StringComparison.Ordinal);
                Assert.Contains("<html lang=\"" + language, mail.Html, StringComparison.Ordinal);
                var text = (await WriteAsync(kind, MessageChannel.Sms, language)).Text;
                Assert.DoesNotContain('{', mail.Text + mail.Subject + text);
                foreach (var body in new[] { mail.Text, mail.Html ?? "", text })
                    Assert.Equal("482913", Assert.Single(LooseDigits().Matches(body)).Value);
            }
        }

        Assert.Equal("Ihr Code zum Anmelden", (await WriteAsync(MessageKind.SignInCode, MessageChannel.Email, "de-AT")).Subject);
        Assert.Equal("Your code to sign in", (await WriteAsync(MessageKind.SignInCode, MessageChannel.Email, "xx")).Subject);
    }

    [Theory]
    [InlineData("a\r\nBcc: evil@example.org")]
    [InlineData("a%0d%0aBcc: evil")]
    [InlineData("a\u2028Bcc: evil")]
    [InlineData("=?utf-8?Q?a=0D=0ABcc:_evil?=")]
    [InlineData("\"\\\r\n\r\n<html>")]
    public async Task OUT_12_whatever_is_filled_in_a_mail_has_its_headers_and_one_recipient(string evil)
    {
        var written = await WriteAsync(MessageKind.VerifyEmail, MessageChannel.Email, evil, name: evil, link: "https://id.example/x");
        var content = written with { Subject = evil };
        foreach (var encoding in Enum.GetValues<MailEncoding>())
        {
            var bytes = MailContent.Build(
                new Mailbox("no-reply@id.example", evil), "ada@example.org",
                new OutgoingMessage(Guid.CreateVersion7(), "ada@example.org", _clock.GetUtcNow(), content), "id.example", encoding);
            var read = await PythonMail.ReadAsync(System.Text.Encoding.UTF8.GetString(bytes));
            Assert.Equal(
                ["Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"], read.Headers);
            Assert.Equal(0, read.Defects);
        }

        Assert.Throws<FormatException>(() => MailContent.Build(
            new Mailbox("a@b.example\r\nBcc: evil@example.org", null), "ada@example.org",
            new OutgoingMessage(Guid.CreateVersion7(), "ada@example.org", _clock.GetUtcNow(), content), "id.example",
            MailEncoding.EightBit));
    }

    [Theory]
    [InlineData("Your account is closed, visit evil.example")]
    [InlineData("http://evil.example/login")]
    [InlineData("www.evil.example")]
    [InlineData("evil。example")]
    [InlineData("Call 0900 123456 now")]
    [InlineData("pay@evil.example")]
    public async Task OUT_15_name_that_is_a_message_is_not_passed_on(string name)
    {
        var mail = await WriteAsync(MessageKind.VerifyEmail, MessageChannel.Email, "en", name);
        Assert.StartsWith("Hello,\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("0900", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OUT_15_names_are_encoded_and_short()
    {
        var mail = await WriteAsync(MessageKind.VerifyEmail, MessageChannel.Email, "en", "<b>Bob</b>\u202e" + new string('x', 300));
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', mail.Text);
        Assert.DoesNotContain(new string('x', 41), mail.Text, StringComparison.Ordinal);
        var plain = await WriteAsync(MessageKind.VerifyEmail, MessageChannel.Email, "en", "Zoë O'Hara-Müller <3");
        Assert.Contains("Hello Zoë O'Hara-Müller <3,", plain.Text, StringComparison.Ordinal);
        Assert.Contains("Hello Zoë O&#x27;Hara-Müller &lt;3,", plain.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{7*7}}")]
    [InlineData("@(1+1)")]
    [InlineData("{0} {brand} {code}")]
    [InlineData("${7*7} #{7*7} <%= 7*7 %>")]
    public async Task OUT_16_data_is_never_a_template(string name)
    {
        var mail = await WriteAsync(MessageKind.AddressInUse, MessageChannel.Email, "en", name);
        // Signs that begin a path or an address are not passed on; everything else stands as it was typed.
        Assert.True(mail.Text.Contains($"Hello {name},", StringComparison.Ordinal)
            || mail.Text.StartsWith("Hello,", StringComparison.Ordinal), mail.Text);
        Assert.DoesNotContain("49", mail.Text.Replace("482913", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (name.StartsWith("{0}", StringComparison.Ordinal))
            Assert.Contains("Hello {0} {brand} {code},", mail.Text, StringComparison.Ordinal);
    }

    private async Task<WrittenMessage> WriteAsync(
        MessageKind kind, MessageChannel channel, string locale, string? name = "Ada", string? link = null)
    {
        var payload = new MessagePayload(name, "482913", link ?? "https://id.example/account/verify?token=abc");
        var leased = new LeasedMessage(Guid.CreateVersion7(), kind, channel, 1, _clock.GetUtcNow())
        {
            Recipient = "ada@example.org",
            Locale = locale,
            Payload = payload.Seal(_node.Get<Envelopes>()),
            CreatedAt = _clock.GetUtcNow(),
            ExpiresAt = _clock.GetUtcNow().AddMinutes(10),
            Attempts = 1,
            Failures = 0,
        };
        return await _node.Get<MessageWriter>().WriteAsync(leased, default) ?? throw new InvalidOperationException("sealed elsewhere");
    }

    // As somebody would look for a code who reads the raw mail.
    [GeneratedRegex(@"(?<![\w:=#])\d{4,8}(?!\w)")]
    private static partial Regex LooseDigits();
}
