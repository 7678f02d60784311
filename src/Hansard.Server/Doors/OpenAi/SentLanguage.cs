using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Recognition.Languages.Chinese;
using Hansard.Server.Contract;
using Hansard.Server.Models;

namespace Hansard.Server.Doors.OpenAi;

/// <summary>Reads the names of languages as clients of this API send them.</summary>
internal static class SentLanguage
{
    /// <summary>The code of a language: clients send codes, tags with a region and names, as whisper takes all of them.</summary>
    /// <param name="field">The field it was sent in.</param>
    /// <param name="sent">The text that was sent.</param>
    /// <exception cref="ApiException">It is no language.</exception>
    public static string CodeOf(string field, string sent) => LanguageCodes.OfTag(sent) ?? LanguageNames.CodeOf(sent)
        ?? throw AudioFields.Fault(
            field, $"'{AudioFields.Shortened(sent)}' is not a language: send a code of ISO 639 such as 'en'.");

    /// <summary>The hint for the one language that is spoken.</summary>
    /// <param name="field">The field it was sent in.</param>
    /// <param name="sent">The text that was sent.</param>
    /// <param name="model">The model that is to recognise it.</param>
    /// <exception cref="ApiException">It is no language, or none of the model's.</exception>
    public static string HintOf(string field, string sent, ServedModel model)
    {
        // A tag such as zh-TW names the script of Chinese, too.
        var code = CodeOf(field, sent);
        return model.Languages.ContainsKey(code)
            ? ChineseTag.ScriptOf(sent) is null ? code : sent
            : throw AudioFields.Fault(
                field, $"The model {model.Id} does not recognise '{code}': leave '{field}' out, or choose another.");
    }
}
