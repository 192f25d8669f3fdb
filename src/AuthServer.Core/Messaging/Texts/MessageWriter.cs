using System.Globalization;
using AuthServer.Protocol.Issuing;

namespace AuthServer.Core.Messaging.Texts;

/// <summary>Puts a message into words, when it is about to be sent: in the brand of now, with the time that is left.</summary>
internal sealed class MessageWriter(Envelopes envelopes, BrandSource brands, TimeProvider clock)
{
    /// <summary>Writes one.</summary>
    /// <returns>Null: what it held cannot be opened any more.</returns>
    public async Task<WrittenMessage?> WriteAsync(LeasedMessage message, CancellationToken ct)
    {
        if (message.Payload is null || MessagePayload.Open(envelopes, message.Payload) is not { } payload)
            return null;
        var brand = await brands(ct);
        var texts = new MessageTexts(MessageLanguage.Of(message.Locale) ?? MessageLanguage.Fallback);
        return message.Channel == MessageChannel.Sms
            ? new WrittenMessage(brand.Name, "", Sms(message, payload, brand, texts), null)
            : Mail(Compose(message, payload, brand, texts));
    }

    private static WrittenMessage Mail(Letter letter) =>
        new(letter.Brand.Name, letter.Subject, PlainLetter.Write(letter), HtmlLetter.Write(letter));

    private Letter Compose(LeasedMessage message, MessagePayload payload, MessageBrand brand, MessageTexts texts)
    {
        (string, string) named = ("brand", brand.Name);
        var kind = message.Kind;
        var name = SafeName.Of(payload.Name);
        return new Letter(texts.Language, brand, texts.Get($"{kind}.Subject", named))
        {
            Greeting = name is null ? texts.Get("GreetingNobody") : texts.Get("Greeting", ("name", name)),
            Text = texts.Get($"{kind}.Text", named),
            Code = payload.Code,
            Works = payload.Code is null || Minutes(message) is not { } minutes ? null
                : minutes == 1 ? texts.Get("WorksOne") : texts.Get("Works", ("minutes", Number(minutes))),
            Link = payload.Link,
            OrOpen = payload.Code is null ? null : texts.Get("OrOpen"),
            Button = texts.Find($"{kind}.Button", named),
            Note = texts.Find($"{kind}.Note", named),
            SentBy = texts.Get("SentBy", named),
            Help = texts.Get("Help"),
        };
    }

    private string Sms(LeasedMessage message, MessagePayload payload, MessageBrand brand, MessageTexts texts)
    {
        if (payload.Code is { } code)
            return texts.Get("Sms", ("code", code), ("brand", brand.Name), ("minutes", Number(Minutes(message) ?? 10)));
        var text = texts.Get($"{message.Kind}.Text", ("brand", brand.Name));
        return texts.Get("SmsNotice", ("brand", brand.Name), ("text", text));
    }

    /// <summary>Those begun count: a code of ten minutes has ten when it leaves at once.</summary>
    private int? Minutes(LeasedMessage message) => message.ExpiresAt is { } end
        ? Math.Max(1, (int)Math.Ceiling((end - clock.GetUtcNow()).TotalMinutes))
        : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
