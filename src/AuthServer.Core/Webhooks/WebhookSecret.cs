using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuthServer.Core.Webhooks;

/// <summary>What signs deliveries, as Standard Webhooks has it: ready-made libraries verify it.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(Length));

    public static WebhookSecret Of(byte[] key) => new(key);

    /// <summary>To be sealed.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>To be shown, this once.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(_key);

    public override string ToString() => nameof(WebhookSecret);

    /// <summary>A signature over id, time and body: one of those in <c>webhook-signature</c>.</summary>
    /// <param name="id"><c>webhook-id</c>.</param>
    /// <param name="time"><c>webhook-timestamp</c>, to the second.</param>
    public string Sign(string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}."));
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(head);
        mac.AppendData(body);
        return "v1," + Convert.ToBase64String(mac.GetHashAndReset());
    }
}
