"""Spellings of addresses that no sync may reach, for `benchmarks.faults.visitors.ssrf`; each stands here once."""


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


ADDRESSES = _words(
    # loopback and "this" network (RFC 1122), private (RFC 1918), shared (RFC 6598), link-local, of clouds
    "127.0.0.1 127.0.0.2 127.1.2.3 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254",
    "192.168.0.1 192.168.255.255 100.64.0.1 100.127.255.254 100.100.100.200 169.254.0.1 169.254.169.254 169.254.170.2",
    # of protocols, documentation, benchmarks (RFC 6890), multicast, reserved, broadcast
    "192.0.0.1 192.0.0.170 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 198.19.255.254 224.0.0.1 239.255.255.250",
    "240.0.0.1 254.1.2.3 255.255.255.255",
    # IPv6: loopback, none, link-local with and without its zone, unique and site local, multicast, documentation
    "::1 0:0:0:0:0:0:0:1 :: fe80::1 fe80::1%eth0 fe80::1%25lo febf::1 fc00::1 fd00:ec2::254 fdff::1 fec0::1 ff02::1",
    "ff0e::1 2001:db8::1 3fff::1 100::1 2001:2::1 2001:10::1 5f00::1",
    # an IPv4 address within: mapped, compatible, NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380)
    "::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0.0.0.0 ::127.0.0.1 ::7f00:1",
    "::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::7f00:1 64:ff9b:1::a00:1",
    "2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe::1 2001:0:7f00:1::1 2001:0:1::80ff:fffe",
)
"""As a look-up gives them."""

SPELLINGS = _words(
    # as inet_aton reads them: fewer parts, decimal, octal, hexadecimal, mixed
    "127.1 127.0.1 2130706433 0x7f.1 0x7f000001 0x7f.0x0.0x0.0x1 0177.1 0177.0.0.1 017700000001 0177.0x0.0.1",
    "00000177.0.0.1 0 0x0 0.0 10.1 0xa.1 012.0.0.1 167772161 3232235777 0xc0a80001 0300.0250.0.1 2852039166",
    "0xa9fea9fe 0251.0376.0251.0376 169.254.43518 0xA9.0xFE.0xA9.0xFE 425.510.425.510 127.000.000.001 1.0.0.127.1",
    # a dot at the end, other dots, digits of other alphabets, circled, full width, Arabic
    "127.0.0.1. 127.0.0.1.. 127。0。0。1 127．0．0．1 127｡0｡0｡1 １２７.０.０.１ ①②⑦.⓪.⓪.① ⑯⑨。②⑤④。⑯⑨｡②⑤④ ١٢٧.٠.٠.١",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    # encoded, with what some parsers drop
    "%31%32%37.0.0.1 127%2e0%2e0%2e1 127.0.0.1%00.site.example 127.0.0.1%20 127.0.0.1%0d%0a",
    # in brackets
    "[::1] [0:0::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [fe80::1%25eth0] [fe80::1%eth0] [::] [fd00:ec2::254]",
    "[::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [::1%25lo] [0000:0000:0000:0000:0000:0000:0000:0001]",
    "[v1.127.0.0.1] [127.0.0.1]",
)
"""As somebody writes them into an address, between "http://" and "/"."""

NAMES = {
    "localhost": ("127.0.0.1", "::1"),
    "localhost.localdomain": ("127.0.0.1",),
    "ip6-localhost": ("::1",),
    "loopback.example": ("127.0.0.53",),
    "127.0.0.1.nip.example": ("127.0.0.1",),
    "metadata.google.internal": ("169.254.169.254",),
    "instance-data": ("169.254.169.254",),
    "kubernetes.default.svc": ("10.96.0.1",),
    "host.docker.internal": ("172.17.0.1",),
    "router.lan": ("192.168.1.1",),
    "intranet": ("fd12::7",),
    "both.example": ("93.184.216.34", "10.0.0.1"),
    "other-way-round.example": ("10.0.0.1", "93.184.216.34"),
    "six.example": ("2606:4700::1111", "::1"),
    "mapped.example": ("93.184.216.34", "::ffff:127.0.0.1"),
    "nothing.example": (),
    "nonsense.example": ("no address",),
}
"""Names that lead inside, as a look-up answers them."""
SPELLED_NAMES = (
    "LOCALHOST", "LocalHost", "localhost.", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "local\u00adhost", "locaⅼhost",
    "%6cocalhost", "both.example.",
)  # fmt: skip
"""Other spellings of them."""

OUTSIDE = (
    "http://other.example/", "http://other.example:80/", "http://sub.site.example/", "http://site.example.other.example/",
    "http://notsite.example/", "http://site.example:8080/", "http://site.example:22/",
    "http://site.example:0/", "http://site.example:65536/", "http://user@site.example/", "http://user:word@site.example/",
    "http://site.example@10.0.0.1/", "http://site.example%40@10.0.0.1/", "http://site.example:80@10.0.0.1/",
    "http://10.0.0.1#@site.example/", "http://10.0.0.1?@site.example/", "http://10.0.0.1\\@site.example/",
    "http://site.example\\@10.0.0.1/", "http://10.0.0.1;@site.example/", "http://10.0.0.1%23@site.example/",
    "http:\\\\10.0.0.1\\", "http:/\\10.0.0.1/", "http:///10.0.0.1/", "http:10.0.0.1", "//10.0.0.1/x", "///10.0.0.1/x",
    "\\\\10.0.0.1\\x", "/\\10.0.0.1/x", "\t//10.0.0.1/", "//site.example@10.0.0.1/", "HTTP://10.0.0.1/", "hTTp://[::1]/",
    "file:///etc/passwd", "FILE:///etc/passwd", "file://localhost/etc/passwd", "file:/etc/passwd", "file:etc/passwd",
    "ftp://site.example/x", "ftps://site.example/x", "gopher://site.example:80/_x", "dict://127.0.0.1:11211/stat",
    "ldap://site.example/", "tftp://site.example/x", "sftp://site.example/", "jar:http://site.example!/",
    "data:text/html,x",
    "data:text/html;base64,eA==", "javascript:alert(1)", "view-source:http://10.0.0.1/", "blob:http://site.example/1",
    "about:blank", "unix:/run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/info", "http://unix:/run/docker.sock:/info",
    "ws://site.example/", "wss://site.example/", "netdoc:///etc/passwd", "phar://x", "mailto:a@site.example", "http://",
    "https://", "http://[", "http://[::1", "http://%", "http://\x00/", "http://site.example\x00.other.example/",
    "http://site.example\r\nHost:%20other.example/", "http://-/", "http://.site.example/", "http://site..example/",
)  # fmt: skip
"""Where a page of http://site.example/ may not lead: other hosts, ports, schemes, people, and what is no address."""
