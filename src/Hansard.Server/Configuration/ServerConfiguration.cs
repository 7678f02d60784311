using System.Collections;
using Hansard.Translation.Remote;
using Microsoft.Extensions.Configuration;

namespace Hansard.Server.Configuration;

/// <summary>Reads the configuration: appsettings.json, then the environment, then what the caller gives (command-line flags).</summary>
public static class ServerConfiguration
{
    private const string Section = "Hansard";

    /// <param name="file">A JSON file with a section "Hansard"; null: appsettings.json in the current directory, if it is there.</param>
    /// <param name="environment">Environment variables; those named HANSARD_… count.</param>
    /// <param name="flags">Settings by name, such as "Port" or "AllowHosts:0"; null values count as absent.</param>
    /// <returns>Checked options.</returns>
    /// <exception cref="FileNotFoundException">The named file is not there.</exception>
    /// <exception cref="InvalidConfigurationException">Something in it is wrong; the message says what.</exception>
    public static HansardServerOptions Load(
        string? file, IDictionary environment, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        var path = Path.GetFullPath(file ?? "appsettings.json");
        if (file is not null && !File.Exists(path)) throw new FileNotFoundException($"The configuration file '{file}' is not there.", file);

        try
        {
            var fromFile = new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build();

            // Without a word, nothing of it would count. Another program's file may lie in the current directory.
            var sections = fromFile.GetChildren().Select(section => section.Key).ToList();
            if (file is not null && sections.Count > 0 && !sections.Contains(Section, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidConfigurationException(
                    [$"The file '{path}' has no section '{Section}': put the settings in one, {{ \"{Section}\": {{ … }} }}."]);
            }

            // A misspelt setting in the file is an error; in the environment, where names that are not ours may begin alike, a warning.
            _ = fromFile.GetSection(Section).Get<HansardServerOptions>(binder => binder.ErrorOnUnknownConfiguration = true);

            var settings = new ConfigurationBuilder()
                .AddConfiguration(fromFile.GetSection(Section))
                .AddInMemoryCollection(FromEnvironment(environment))
                .AddInMemoryCollection(flags.Where(flag => flag.Value is not null))
                .Build();
            if (SettingTexts.BareDurations(settings) is { Count: > 0 } bare) throw new InvalidConfigurationException(bare);
            var options = settings.Get<HansardServerOptions>() ?? new HansardServerOptions();
            RefuseUnreadableItems(settings);
            options.Warnings = EnvironmentSettings.FindUnknown(environment);
            OptionsValidation.Validate(options);
            return options;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidConfigurationException(SettingTexts.Describe(exception.Message));
        }
        catch (InvalidDataException exception) when (exception.InnerException is not null)
        {
            throw new InvalidConfigurationException([$"The file '{path}' is not JSON: {exception.InnerException.Message}"]);
        }
    }

    /// <summary>Reads the section "Hansard" of a program that hosts the API.</summary>
    /// <exception cref="InvalidConfigurationException">Something in it is wrong; the message says what.</exception>
    internal static HansardServerOptions Read(IConfiguration configuration)
    {
        try
        {
            var settings = configuration.GetSection(Section);
            if (SettingTexts.BareDurations(settings) is { Count: > 0 } bare) throw new InvalidConfigurationException(bare);
            return settings.Get<HansardServerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new HansardServerOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidConfigurationException(SettingTexts.Describe(exception.Message));
        }
    }

    // From a list of sections .NET leaves out, without a word, the ones in which it cannot read a value.
    private static void RefuseUnreadableItems(IConfiguration settings)
    {
        foreach (var folder in settings.GetSection("Watch:Folders").GetChildren()) _ = folder.Get<WatchedFolderOptions>();
        foreach (var translator in settings.GetSection("Translation:Remote").GetChildren()) _ = translator.Get<RemoteTranslatorOptions>();
    }

    // HANSARD_LIMITS__STORED_FILES is Limits:StoredFiles: "__" separates sections, "_" words, and case does not matter.
    private static IEnumerable<KeyValuePair<string, string?>> FromEnvironment(IDictionary environment)
    {
        foreach (DictionaryEntry entry in environment)
        {
            if (entry.Key is string name
                && name.StartsWith(EnvironmentSettings.Prefix, StringComparison.OrdinalIgnoreCase)
                && entry.Value is string { Length: > 0 } value)
            {
                var setting = name[EnvironmentSettings.Prefix.Length..]
                    .Replace("__", ":", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
                if (setting.Equals(nameof(HansardServerOptions.AllowHosts), StringComparison.OrdinalIgnoreCase)
                    || setting.Equals(nameof(HansardServerOptions.AllowedOrigins), StringComparison.OrdinalIgnoreCase)
                    || setting.Equals(nameof(HansardServerOptions.ModelAliases), StringComparison.OrdinalIgnoreCase)
                    || setting.Equals(nameof(HansardServerOptions.ServedModels), StringComparison.OrdinalIgnoreCase))
                {
                    var items = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                    for (var i = 0; i < items.Length; i++) yield return new($"{setting}:{i}", items[i]);
                }
                else
                {
                    yield return new(setting, value);
                }
            }
        }
    }
}
