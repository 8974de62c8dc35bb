// A guess of the language from the words that every sentence needs.
#include <algorithm>
#include <array>
#include <cctype>

#include "text/transcript.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

struct Language {
  std::string_view code;
  std::string_view words;  // each between spaces
};

constexpr auto kLanguages = std::to_array<Language>(
    {{"en",
      " the and of to in is that it you was for on are with as we have be this at not but they he she or an what there "
      "can "
      "would so if about which do i "},
     {"de",
      " der die das und ist nicht ich wir sie es ein eine zu den mit auf für von dem des auch sich wie im dass haben "
      "aber noch wenn oder kann was werden sind "},
     {"fr",
      " le la les et est de des un une que qui dans pour pas nous vous je il elle on du sur avec ce mais au plus sont "
      "c'est ça ne se "},
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
      " o a os as e é de que em um uma por com para não se como mais mas do da no na está são isso muito você eu "}});

constexpr std::size_t kSampleBytes = 200'000;
constexpr std::size_t kLeastWords = 20;
constexpr double kLeastShare = 0.12;  // of words that are function words of the language

}  // namespace

std::optional<std::string> guess_language(const std::vector<Turn>& turns) {
  std::array<std::size_t, kLanguages.size()> hits{};
  std::size_t words = 0;
  std::size_t seen = 0;
  std::string word;
  const auto count = [&] {
    if (word.empty()) return;
    ++words;
    const std::string key = " " + word + " ";
    for (std::size_t i = 0; i < kLanguages.size(); ++i) hits[i] += kLanguages[i].words.contains(key);
    word.clear();
  };
  for (const Turn& turn : turns) {
    for (const char c : lower_ascii(std::string_view(turn.text).substr(0, kSampleBytes))) {
      const bool letter =
          std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
      if (!letter) {
        count();
      } else if (word.size() < 30) {
        word += c;
      }
    }
    count();
    if ((seen += turn.text.size()) > kSampleBytes) break;
  }
  const auto best = std::ranges::max_element(hits);
  if (words < kLeastWords || static_cast<double>(*best) < kLeastShare * static_cast<double>(words)) return std::nullopt;
  return std::string(kLanguages[static_cast<std::size_t>(best - hits.begin())].code);
}

}  // namespace hebb
