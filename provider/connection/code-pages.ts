/**
 * The numbers of the code pages of Windows that this package reads: those that `iconv-lite` knows, and 65001, which is UTF-8.
 * Source: https://learn.microsoft.com/en-us/windows/win32/intl/code-page-identifiers
 */
export const codePageNumbers: readonly number[] = [
  ...[367, 437, 720, 737, 775, 808, 819, 850, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874],
  ...[922, 932, 936, 949, 950, 1046, 1124, 1125, 1129, 1133, 1161, 1162, 1163],
  ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 20866, 21866],
  ...[28591, 28592, 28593, 28594, 28595, 28596, 28597, 28598, 28599, 28600, 28601, 28603, 28604, 28605, 28606, 65001],
];
