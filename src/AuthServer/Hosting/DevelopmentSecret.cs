using System.Security.Cryptography;

namespace AuthServer.Hosting;

/// <summary>In Development the secret that wraps the keys is made once and kept in <c>.data/</c>.</summary>
internal static class DevelopmentSecret
{
    public static void AddTo(ConfigurationManager configuration, IHostEnvironment environment)
    {
        if (!environment.IsDevelopment() || configuration["Keys:EncryptionSecret"] is { Length: > 0 })
            return;
        var file = Path.Combine(Directory.GetCurrentDirectory(), ".data", "encryption-secret");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // the path has two parts
        configuration.AddInMemoryCollection([new("Keys:EncryptionSecret", ReadOrCreate(file))]);
    }

    /// <summary>Of two nodes that start at once, one makes the file and the other reads it.</summary>
    private static string ReadOrCreate(string file)
    {
        if (!File.Exists(file))
        {
            var draft = $"{file}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var writer = new StreamWriter(draft, options))
                writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)));
            try
            {
                File.Move(draft, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllText(file).Trim();
    }
}
