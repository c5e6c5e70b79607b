package blob

import "frontdesk/internal/base/fault"

// Faults of this package.
var (
	ErrNotFound = fault.Define(fault.NotFound, "blob.not_found", "This file does not exist any more.", "文件已不存在。")
	ErrTooLarge = fault.Define(fault.TooLarge, "blob.too_large", "The file is too large.", "文件过大。")
	ErrFull     = fault.Define(fault.Unavailable, "blob.full", "There is no space left for files. Please tell an administrator.", "存储空间已满，请联系管理员。")
	ErrStore    = fault.Define(fault.Internal, "blob.store", "The file could not be stored or read.", "文件无法保存或读取。")
	ErrKey      = fault.Define(fault.Internal, "blob.key", "The file has an impossible name in the store.", "文件存储名无效。")
	ErrDamaged  = fault.Define(fault.Internal, "blob.damaged", "The stored file is damaged.", "存储的文件已损坏。")
)

// Faults about images.
var (
	ErrImage     = fault.Define(fault.Invalid, "blob.image", "This image cannot be read.", "无法读取该图片。")
	ErrImageSize = fault.Define(fault.TooLarge, "blob.image_size", "This image is too large: at most 12,000 pixels a side and 50 million pixels.", "图片尺寸过大：边长最多 12000 像素，总计最多 5000 万像素。")
	ErrNoThumb   = fault.Define(fault.Unsupported, "blob.no_thumbnail", "There is no small version of this image.", "该图片没有缩略图。")
)
