"""Organisations of the province for the demonstration; the headcounts are invented.

Each line: code, name, kind, code of the parent (always on a line before), headcount
with that of all below.
"""

from __future__ import annotations

Line = tuple[str, str, str, str | None, int]

_DEPARTMENTS: tuple[Line, ...] = (
    ("van-phong-ubnd-tinh", "Văn phòng Uỷ ban nhân dân tỉnh", "agency", None, 118),
    ("so-khcn", "Sở Khoa học và Công nghệ", "department", None, 146),
    ("so-noi-vu", "Sở Nội vụ", "department", None, 164),
    ("so-tai-chinh", "Sở Tài chính", "department", None, 192),
    ("so-xay-dung", "Sở Xây dựng", "department", None, 211),
    ("so-cong-thuong", "Sở Công Thương", "department", None, 123),
    ("so-nnmt", "Sở Nông nghiệp và Môi trường", "department", None, 684),
    ("so-gddt", "Sở Giáo dục và Đào tạo", "department", None, 912),
    ("so-y-te", "Sở Y tế", "department", None, 2140),
    ("so-tu-phap", "Sở Tư pháp", "department", None, 97),
    ("so-vhttdl", "Sở Văn hoá, Thể thao và Du lịch", "department", None, 238),
    ("so-dtttg", "Sở Dân tộc và Tôn giáo", "department", None, 64),
    ("so-ngoai-vu", "Sở Ngoại vụ", "department", None, 42),
    ("thanh-tra-tinh", "Thanh tra tỉnh", "department", None, 156),
    ("cong-an-tinh", "Công an tỉnh", "agency", None, 1450),
    ("bo-chqs-tinh", "Bộ Chỉ huy Quân sự tỉnh", "agency", None, 520),
)

_ASSOCIATIONS: tuple[Line, ...] = (
    ("mttq-tinh", "Uỷ ban Mặt trận Tổ quốc Việt Nam tỉnh", "association", None, 86),
    ("tinh-doan", "Tỉnh Đoàn", "association", None, 1900),
    ("hoi-lhpn-tinh", "Hội Liên hiệp Phụ nữ tỉnh", "association", None, 1640),
    ("hoi-nong-dan-tinh", "Hội Nông dân tỉnh", "association", None, 1580),
    ("hoi-ccb-tinh", "Hội Cựu chiến binh tỉnh", "association", None, 980),
    ("doan-dh-tan-trao", "Đoàn Trường Đại học Tân Trào", "association", "tinh-doan", 640),
)

_UNIONS: tuple[Line, ...] = (
    ("ldld-tinh", "Liên đoàn Lao động tỉnh", "union", None, 2600),
    ("cd-nganh-giao-duc", "Công đoàn ngành Giáo dục", "union", "ldld-tinh", 860),
    ("cd-nganh-y-te", "Công đoàn ngành Y tế", "union", "ldld-tinh", 720),
    ("cd-kcn", "Công đoàn các khu công nghiệp tỉnh", "union", "ldld-tinh", 540),
    ("cdcs-giay-an-hoa", "Công đoàn cơ sở Công ty Cổ phần Giấy An Hoà", "union", "cd-kcn", 310),
    ("cdcs-minh-xuan", "Công đoàn cơ sở phường Minh Xuân", "union", "ldld-tinh", 88),
    ("cdcs-an-tuong", "Công đoàn cơ sở phường An Tường", "union", "ldld-tinh", 74),
    ("cdcs-ha-giang-1", "Công đoàn cơ sở phường Hà Giang 1", "union", "ldld-tinh", 69),
)

_SCHOOLS_AND_HOSPITALS: tuple[Line, ...] = (
    ("dh-tan-trao", "Trường Đại học Tân Trào", "school", None, 2450),
    ("dhtn-ha-giang", "Phân hiệu Đại học Thái Nguyên tại Hà Giang", "school", None, 780),
    ("thpt-chuyen-tq", "Trường THPT Chuyên Tuyên Quang", "school", "so-gddt", 96),
    ("thpt-chuyen-hg", "Trường THPT Chuyên Hà Giang", "school", "so-gddt", 92),
    ("thpt-tan-trao", "Trường THPT Tân Trào", "school", "so-gddt", 84),
    ("thpt-y-la", "Trường THPT Ỷ La", "school", "so-gddt", 61),
    ("thpt-ham-yen", "Trường THPT Hàm Yên", "school", "so-gddt", 73),
    ("thpt-dong-van", "Trường THPT Đồng Văn", "school", "so-gddt", 48),
    ("bv-da-khoa-tq", "Bệnh viện Đa khoa Tuyên Quang", "agency", "so-y-te", 810),
    ("bv-da-khoa-hg", "Bệnh viện Đa khoa Hà Giang", "agency", "so-y-te", 690),
    ("ttksbt", "Trung tâm Kiểm soát bệnh tật tỉnh", "agency", "so-y-te", 168),
)

_ENTERPRISES: tuple[Line, ...] = (
    ("vnpt-tq", "VNPT Tuyên Quang", "enterprise", None, 265),
    ("viettel-tq", "Viettel Tuyên Quang", "enterprise", None, 240),
    ("mobifone-tq", "MobiFone Tuyên Quang", "enterprise", None, 58),
    ("buu-dien-tinh", "Bưu điện tỉnh Tuyên Quang", "enterprise", None, 310),
    ("dien-luc-tq", "Công ty Điện lực Tuyên Quang", "enterprise", None, 720),
    ("thuy-dien-tq", "Công ty Thuỷ điện Tuyên Quang", "enterprise", None, 145),
    ("agribank-tq", "Agribank Chi nhánh Tuyên Quang", "enterprise", None, 330),
    ("bidv-tq", "BIDV Chi nhánh Tuyên Quang", "enterprise", None, 128),
    ("vietinbank-tq", "VietinBank Chi nhánh Tuyên Quang", "enterprise", None, 112),
    ("vietcombank-tq", "Vietcombank Chi nhánh Tuyên Quang", "enterprise", None, 76),
)

_COMMUNE_OFFICES: tuple[Line, ...] = (
    ("ubnd-02215", "Uỷ ban nhân dân phường Minh Xuân", "agency", None, 96),
    ("ubnd-02212", "Uỷ ban nhân dân phường Nông Tiến", "agency", None, 72),
    ("ubnd-02512", "Uỷ ban nhân dân phường An Tường", "agency", None, 84),
    ("ubnd-00694", "Uỷ ban nhân dân phường Hà Giang 1", "agency", None, 81),
    ("ubnd-00691", "Uỷ ban nhân dân phường Hà Giang 2", "agency", None, 83),
    ("ubnd-02536", "Uỷ ban nhân dân xã Sơn Dương", "agency", None, 78),
    ("ubnd-02374", "Uỷ ban nhân dân xã Hàm Yên", "agency", None, 70),
    ("ubnd-02287", "Uỷ ban nhân dân xã Chiêm Hoá", "agency", None, 71),
    ("ubnd-02221", "Uỷ ban nhân dân xã Nà Hang", "agency", None, 63),
    ("ubnd-00721", "Uỷ ban nhân dân xã Đồng Văn", "agency", None, 66),
    ("ubnd-00769", "Uỷ ban nhân dân xã Mèo Vạc", "agency", None, 64),
    ("ubnd-01153", "Uỷ ban nhân dân xã Bắc Quang", "agency", None, 68),
)

ORGANISATIONS: tuple[Line, ...] = (
    *_DEPARTMENTS,
    *_ASSOCIATIONS,
    *_UNIONS,
    *_SCHOOLS_AND_HOSPITALS,
    *_ENTERPRISES,
    *_COMMUNE_OFFICES,
)
