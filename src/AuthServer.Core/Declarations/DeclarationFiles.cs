using Microsoft.Extensions.Options;

namespace AuthServer.Core.Declarations;

/// <summary>The files of declarations.</summary>
public sealed class DeclarationFiles(IOptions<DeclarationsOptions> options)
{
    private const string DefaultName = "declarations.json";

    /// <summary>Reads and checks them all; touches no database.</summary>
    public DeclarationReading Read()
    {
        var (set, errors) = (new DeclarationSet(), new List<DeclarationError>());
        var reader = new DeclarationReader(set, errors);
        foreach (var (name, path) in Locate())
        {
            try
            {
                reader.Read(name, File.ReadAllBytes(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(new DeclarationError(name, "", "cannot be read: " + e.Message));
            }
        }

        if (set.DemoFile is { } demo && options.Value.RefusesDemo)
            errors.Add(new DeclarationError(demo, "demo", "demo declarations are for Development alone"));
        errors.AddRange(DeclarationReferences.Judge(set));
        return new DeclarationReading(set, errors);
    }

    /// <summary>Changes when a file does: which there are, their lengths and times.</summary>
    public string Fingerprint() =>
        string.Join('\n', Locate().Select(f => new FileInfo(f.Path)).Select(i =>
            i.Exists ? $"{i.FullName} {i.Length} {i.LastWriteTimeUtc.Ticks}" : i.FullName));

    private IEnumerable<(string Name, string Path)> Locate()
    {
        if (options.Value.Paths is { } paths)
            return paths.Select(p => (p, File.Exists(p) ? Path.GetFullPath(p) : Path.Combine(options.Value.Folder, p)));
        return new[] { options.Value.Folder, AppContext.BaseDirectory }
            .Select(f => Path.Combine(f, DefaultName))
            .Where(File.Exists)
            .Take(1)
            .Select(p => (DefaultName, p));
    }
}
