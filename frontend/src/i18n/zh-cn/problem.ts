export const problem = {
  untouched: '订阅未受影响，也未产生费用。',
  wait: '请稍候一分钟，然后打开 AWS Marketplace，再次点击<b>设置您的账户（Set up your Account）</b>。可多次使用。',
  subscribe: '在 AWS Marketplace 打开<b>观测云商业版（Guance Commercial Plan）</b>并重新订阅',
  reasons: {
    'token-missing': {
      kicker: '链接中没有购买信息',
      title: 'AWS 未告知您购买了什么',
      lead: '链接中缺少 AWS Marketplace 附加的令牌。使用书签或复制的地址会出现这种情况。',
    },
    'token-invalid': {
      kicker: '链接无效',
      title: 'AWS 无法识别此链接',
      lead: 'AWS Marketplace 拒绝了此链接的令牌，它可能在途中被截断或更改。',
    },
    'token-expired': {
      kicker: '链接已过期',
      title: 'AWS 链接已过期',
      lead: 'AWS 的每个链接仅在数小时内有效。重新获取链接，一分钟即可回到这里。',
    },
    'foreign-product': {
      kicker: '其他产品',
      title: '这次购买的是其他产品',
      lead: '该链接所属的商品不在此处开通。请在您的订阅中选择观测云商业版。',
    },
    'aws-not-answering': {
      kicker: 'AWS 未响应',
      title: '暂时无法向 AWS 确认购买方',
      lead: 'AWS Marketplace 目前没有响应。您无需重新订阅。',
    },
    'subscription-ended': {
      kicker: '订阅已结束',
      title: '此订阅已结束',
      lead: 'AWS 表示该订阅已结束，无法用它开通。它不再产生任何费用。',
    },
    'too-many-requests': {
      kicker: '尝试过多',
      title: '短时间内尝试次数过多',
      lead: '为保护购买，同一来源多次尝试后我们会放慢处理。',
    },
    'try-again': {
      kicker: '我们的问题',
      title: '我们这边出现了问题',
      lead: '我们未能完成 AWS Marketplace 发起的开通，这与您的操作无关。',
    },
    unknown: {
      kicker: '未完成',
      title: '开通未能开始',
      lead: '读取您的购买信息时遇到了问题。',
    },
  },
};
