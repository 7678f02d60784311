namespace Hansard.Resilience.Damage;

/// <summary>Spoils a file of pages.</summary>
internal static class DamagedFile
{
    // Of every database that SQLite makes here.
    private const int Page = 4096;

    /// <summary>Spoils it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damage">How.</param>
    /// <param name="random">Chooses where.</param>
    /// <returns>What was done, in words.</returns>
    public static string Spoil(string path, PageDamage damage, Random random)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var pages = (int)(file.Length / Page);
        var number = random.Next(pages);
        var page = Read(file, number);
        switch (damage)
        {
            case PageDamage.Bits:
                for (var i = random.Next(1, 9); i > 0; i--) page[random.Next(Page)] ^= (byte)(1 << random.Next(8));
                break;
            case PageDamage.Zeros:
                page.AsSpan().Clear();
                break;
            case PageDamage.Noise:
                random.NextBytes(page);
                break;
            case PageDamage.Misplaced:
                page = Read(file, random.Next(pages));
                break;
            case PageDamage.Cut:
                file.SetLength((number * (long)Page) + random.Next(Page));
                return $"cut within page {number + 1} of {pages}";
        }

        file.Position = number * (long)Page;
        file.Write(page);
        return $"{damage} in page {number + 1} of {pages}";
    }

    private static byte[] Read(FileStream file, int number)
    {
        var page = new byte[Page];
        file.Position = number * (long)Page;
        file.ReadExactly(page);
        return page;
    }
}
