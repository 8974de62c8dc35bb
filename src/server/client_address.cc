#include "server/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "server/http_text.h"

namespace hebb::server {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// Without brackets and port: "[::1]:80" -> "::1", "1.2.3.4:80" -> "1.2.3.4".
std::string_view bare(std::string_view text) {
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    return close == std::string_view::npos ? text : text.substr(1, close - 1);
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    return text.substr(0, colon);
  }
  return text;
}

}  // namespace

bool IpAddress::is_v4() const {
  return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes[12] == 127;
  return bytes[15] == 1 && std::all_of(bytes.begin(), bytes.end() - 1, [](std::uint8_t byte) { return byte == 0; });
}

std::optional<IpAddress> parse_address(std::string_view text) {
  const std::string plain(bare(trimmed(text)));
  IpAddress address;
  if (::inet_pton(AF_INET6, plain.c_str(), address.bytes.data()) == 1) return address;
  std::ranges::copy(kMapped, address.bytes.begin());
  if (::inet_pton(AF_INET, plain.c_str(), address.bytes.data() + kMapped.size()) == 1) return address;
  return std::nullopt;
}

bool Network::contains(const IpAddress& address) const {
  const unsigned whole = bits / 8;
  if (!std::equal(base.bytes.begin(), base.bytes.begin() + whole, address.bytes.begin())) return false;
  if (bits % 8 == 0) return true;
  const unsigned shift = 8 - bits % 8;
  return base.bytes.at(whole) >> shift == address.bytes.at(whole) >> shift;
}

std::optional<Network> parse_network(std::string_view text) {
  text = trimmed(text);
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{.base = *address};
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  const unsigned most = address->is_v4() ? 32 : 128;
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (error != std::errc() || end != length.data() + length.size() || bits > most) return std::nullopt;
  network.bits = 128 - most + bits;
  return network;
}

IpAddress client_of(const IpAddress& peer, std::string_view forwarded, std::span<const Network> trusted) {
  const auto is_trusted = [&](const IpAddress& address) {
    return std::ranges::any_of(trusted, [&](const Network& network) { return network.contains(address); });
  };
  IpAddress client = peer;
  while (!forwarded.empty() && is_trusted(client)) {
    const auto comma = forwarded.rfind(',');
    const auto said = parse_address(forwarded.substr(comma == std::string_view::npos ? 0 : comma + 1));
    if (!said) break;
    client = *said;
    forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(0, comma);
  }
  return client;
}

ClientId client_id(const IpAddress& address) {
  ClientId id = address.bytes;
  if (!address.is_v4()) std::fill(id.begin() + 8, id.end(), std::uint8_t{0});
  return id;
}

ClientId client_id(std::string_view key_id) {
  const auto digest = sha256(key_id);
  ClientId id{};
  for (std::size_t i = 0; i < id.size(); ++i) id.at(i) = static_cast<std::uint8_t>(digest[i]);
  return id;
}

}  // namespace hebb::server
