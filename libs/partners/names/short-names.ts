/**
 * Everyday short names of Chinese universities. They follow no rule: 哈工大 is one of three universities whose
 * characters it could be taken from, and registries seldom have them.
 */
const SHORT_NAMES = `
  清华大学 清华 | 北京大学 北大 | 北京航空航天大学 北航 | 北京理工大学 北理工 北理 | 中国人民大学 人大
  北京师范大学 北师大 | 中国科学技术大学 中科大 中国科大 | 中国科学院大学 国科大 | 国防科技大学 国防科大
  哈尔滨工业大学 哈工大 | 哈尔滨工程大学 哈工程 | 西北工业大学 西工大 | 西安交通大学 西安交大 西交大
  西安电子科技大学 西电 | 上海交通大学 上海交大 上交大 | 复旦大学 复旦 | 同济大学 同济 | 华东师范大学 华东师大
  浙江大学 浙大 | 南京大学 南大 | 东南大学 东大 | 南京航空航天大学 南航 | 南京理工大学 南理工
  武汉大学 武大 | 华中科技大学 华科 华中科大 | 武汉理工大学 武汉理工 | 中山大学 中大 | 华南理工大学 华工 华南理工
  电子科技大学 成电 电子科大 | 四川大学 川大 | 重庆大学 重大 | 西南交通大学 西南交大 | 南开大学 南开 | 天津大学 天大
  大连理工大学 大工 大连理工 | 吉林大学 吉大 | 东北大学 东大 | 山东大学 山大 | 厦门大学 厦大 | 湖南大学 湖大
  中南大学 中南 | 兰州大学 兰大 | 北京交通大学 北交大 北京交大 | 北京科技大学 北科大 | 北京邮电大学 北邮
  北京化工大学 北化 | 中国农业大学 中国农大 | 中国海洋大学 中国海大 | 中国矿业大学 矿大 | 华东理工大学 华理 华东理工
  上海大学 上大 | 南方科技大学 南科大 | 深圳大学 深大 | 香港大学 港大 | 香港中文大学 港中文 港中大
  香港科技大学 港科大 | 香港理工大学 港理工 理大 | 香港城市大学 城大 | 澳门大学 澳大`;

const BY_FULL_NAME = new Map(
  SHORT_NAMES.split(/[|\n]/)
    .map((entry) => entry.trim().split(' '))
    .map(([full, ...short]): [string, string[]] => [full ?? '', short]),
);

/** How a Chinese name is shortened in everyday writing. */
export function shortNamesOf(run: string): readonly string[] {
  return BY_FULL_NAME.get(run) ?? [];
}
