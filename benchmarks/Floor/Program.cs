// What no server can do without, measured alone: signatures and password hashes on one core, and an answer over HTTP that
// needs no thought.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

if (args is ["sign", var algorithm, var seconds])
{
    var budget = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
    Console.WriteLine(Signatures(algorithm, budget).ToString("F1", CultureInfo.InvariantCulture));
    return;
}

if (args is ["hash", var rounds, var length])
{
    var budget = TimeSpan.FromSeconds(double.Parse(length, CultureInfo.InvariantCulture));
    var cost = HashCost(int.Parse(rounds, CultureInfo.InvariantCulture), budget);
    Console.WriteLine(cost.TotalMicroseconds.ToString("F1", CultureInfo.InvariantCulture));
    return;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
var app = builder.Build();
var hello = "{\"active\":true}"u8.ToArray();
app.Run(context =>
{
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = hello.Length;
    return context.Response.Body.WriteAsync(hello).AsTask();
});
await app.RunAsync();

static double Signatures(string algorithm, TimeSpan budget)
{
    var data = new byte[600];
    RandomNumberGenerator.Fill(data);
    using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    using var rsa = RSA.Create(2048);
    Action sign = algorithm == "ES256"
        ? () => ec.SignData(data, HashAlgorithmName.SHA256)
        : () => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    for (var warm = Stopwatch.StartNew(); warm.Elapsed < budget / 4;)
        sign();
    var count = 0;
    var watch = Stopwatch.StartNew();
    for (; watch.Elapsed < budget; count++)
        sign();
    return count / watch.Elapsed.TotalSeconds;
}

// CPU, not time: a busy machine makes it no dearer.
static TimeSpan HashCost(int rounds, TimeSpan budget)
{
    var (salt, key) = (new byte[16], new byte[32]);
    RandomNumberGenerator.Fill(salt);
    void Hash() => Rfc2898DeriveBytes.Pbkdf2("Correct-Horse-7", salt, key, rounds, HashAlgorithmName.SHA512);
    for (var warm = Stopwatch.StartNew(); warm.Elapsed < budget / 4;)
        Hash();
    using var self = Process.GetCurrentProcess();
    var (count, before) = (0, self.TotalProcessorTime);
    for (var watch = Stopwatch.StartNew(); watch.Elapsed < budget; count++)
        Hash();
    self.Refresh();
    return (self.TotalProcessorTime - before) / count;
}
