// A guess of the language: by script, and among those in Latin letters by the words that every sentence needs.
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include "text/transcript.h"
#include "text/transcript_source.h"
#include "text/utf8.h"

namespace hebb {
namespace {

struct Language {
  std::string_view code;
  std::string_view words;  // each between spaces
};

// Words that are frequent in one language; those that several share weigh for each.
constexpr auto kLanguages = std::to_array<Language>(
    {{"en",
      " the and of to in is that it you was for on are with as we have be this at not but they he she or an what "
      "there can would so if about which do i it's that's don't yeah i'm we're "},
     {"de",
      " der die das und ist nicht ich wir sie es ein eine zu den mit auf für von dem des auch sich wie im dass "
      "haben aber noch wenn oder kann was werden sind ja dann "},
     {"fr",
      " le la les et est de des un une que qui dans pour pas nous vous je il elle on du sur avec ce mais au plus "
      "sont c'est ça ne se "},
     {"es",
      " el la los las y es de que en un una por con para no se lo como más pero su al del está son este muy hay "
      "nosotros yo "},
     {"it",
      " il la le e è di che in un una per con non si sono come più ma del della i gli lo anche questo al nel ho "
      "abbiamo "},
     {"nl",
      " de het een en is van dat in te niet op ik we zijn voor met die er aan maar als ook dan wat om naar hebben "
      "wordt "},
     {"pt",
      " o a os as e é de que em um uma por com para não se como mais mas do da no na está são isso muito você eu "},
     {"sv", " och att det som en på är av för med inte den jag vi har till ett men om så kan de var "},
     {"da", " og at det som en på er af for med ikke den jeg vi har til et men om så kan de var "},
     {"pl", " i w na z się nie to że do jest jak co ale po tak o za od czy są będzie my "},
     {"tr", " ve bir bu da de için çok ne ben biz var ile daha gibi ama o mi değil olarak "},
     {"fi", " ja on ei se että niin kun mutta ovat oli joka tämä mitä myös minä me ole "},
     {"cs", " a se na je že to v s z do ale jak co i tak jsem už by bude jsou pro "},
     {"ro", " și de la în cu pe nu că este un o din pentru mai sunt care dar ce am să "},
     {"hu", " a az és hogy nem is egy ez meg de van csak már mint vagy volt azt "}});

// Each word's languages as bits.
const std::unordered_map<std::string_view, std::uint32_t>& languages_of_words() {
  static const auto words = [] {
    std::unordered_map<std::string_view, std::uint32_t> map;
    for (std::size_t i = 0; i < kLanguages.size(); ++i) {
      std::string_view rest = kLanguages[i].words.substr(1);
      for (std::size_t end = rest.find(' '); end != std::string_view::npos; end = rest.find(' ')) {
        map[rest.substr(0, end)] |= 1u << i;
        rest.remove_prefix(end + 1);
      }
    }
    return map;
  }();
  return words;
}

constexpr std::size_t kEnoughBytes = 200'000;
constexpr std::size_t kLeastWords = 20;
constexpr std::size_t kLeastLetters = 20;  // of a script of its own
constexpr double kLeastShare = 0.15;       // of words that are the language's

enum Script { latin, han, kana, hangul, cyrillic, arabic, hebrew, greek, devanagari, thai, kScripts };
constexpr std::array<std::string_view, kScripts> kOfScript = {"", "zh", "ja", "ko", "ru", "ar", "he", "el", "hi", "th"};

struct ScriptRange {
  std::int32_t first, last;
  Script script;
};
constexpr auto kRanges = std::to_array<ScriptRange>({{0x0370, 0x03FF, greek},
                                                     {0x0400, 0x052F, cyrillic},
                                                     {0x0590, 0x05FF, hebrew},
                                                     {0x0600, 0x06FF, arabic},
                                                     {0x0900, 0x097F, devanagari},
                                                     {0x0E00, 0x0E7F, thai},
                                                     {0x3040, 0x30FF, kana},
                                                     {0x4E00, 0x9FFF, han},
                                                     {0xAC00, 0xD7AF, hangul}});

class LanguageSample {
 public:
  void read(std::string_view text) {
    text = text.substr(0, std::min(text.size(), kEnoughBytes - std::min(seen_, kEnoughBytes)));
    seen_ += text.size();
    while (!text.empty()) {
      const auto [code, length] = decode_utf8(text);
      take(code, text.substr(0, length));
      text.remove_prefix(length);
    }
    end_word();
  }

  std::optional<std::string> guess() const {
    const auto most = std::ranges::max_element(letters_);
    auto script = static_cast<Script>(most - letters_.begin());
    if (script != latin) {
      if (*most < kLeastLetters) return std::nullopt;
      if (script == han && letters_[kana] * 10 > letters_[han]) script = kana;  // Japanese mixes both
      if (script == cyrillic && ukrainian_ * 50 > letters_[cyrillic]) return "uk";
      return std::string(kOfScript[script]);
    }
    const auto best = std::ranges::max_element(hits_);
    if (words_ < kLeastWords || static_cast<double>(*best) < kLeastShare * static_cast<double>(words_)) {
      return std::nullopt;
    }
    return std::string(kLanguages[static_cast<std::size_t>(best - hits_.begin())].code);
  }

 private:
  void take(std::int32_t code, std::string_view bytes) {
    if (code == '\'' || code == 0x2019) {
      if (!word_.empty()) word_ += '\'';
      return;
    }
    if (code < 0x80 && (code < 0 || std::isalpha(static_cast<int>(code)) == 0)) return end_word();
    if (code >= 0x80 && !is_letter_code(code)) return end_word();
    const auto range =
        std::ranges::find_if(kRanges, [&](const ScriptRange& r) { return code >= r.first && code <= r.last; });
    ++letters_[range == kRanges.end() ? latin : range->script];
    ukrainian_ += code == 0x0456 || code == 0x0457 || code == 0x0454;
    if (word_.size() > kLongestWord) return;
    if (code < 0x80) {
      word_ += static_cast<char>(code | 0x20);
    } else if (utf8proc_category(code) == UTF8PROC_CATEGORY_LU) {
      append_utf8(word_, static_cast<std::uint32_t>(utf8proc_tolower(code)));
    } else {
      word_ += bytes;
    }
  }

  void end_word() {
    if (word_.empty()) return;
    ++words_;
    if (word_.size() <= kLongestWord) {
      const auto found = languages_of_words().find(word_);
      const std::uint32_t languages = found == languages_of_words().end() ? 0 : found->second;
      for (std::size_t i = 0; i < kLanguages.size(); ++i) hits_[i] += languages >> i & 1;
    }
    word_.clear();
  }

  static constexpr std::size_t kLongestWord = 12;  // bytes; no function word is longer

  std::array<std::size_t, kScripts> letters_{};
  std::array<std::size_t, kLanguages.size()> hits_{};
  std::size_t words_ = 0;
  std::size_t ukrainian_ = 0;
  std::size_t seen_ = 0;
  std::string word_;
};

}  // namespace

std::optional<std::string> guess_language(const std::vector<Turn>& turns) {
  LanguageSample sample;
  for (const Turn& turn : turns) sample.read(turn.text);
  return sample.guess();
}

}  // namespace hebb
