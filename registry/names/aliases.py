"""Names that are surely one. A wrong line here is a wrong accusation: what is only probable stays out.

Left out on purpose:
  通义千问 and Qwen        the product, and a family of models in many sizes: a ranking of one says nothing of the other
  智谱清言 and ChatGLM     the same
  GPT-4 and gpt-4-0613     one dated model of several: a statement says so, or nobody does
  BlueLM, vivoLM, 蓝心     one entry of a leaderboard went by these names at different times; whether it is one model is the question
  云天书 and 云天天书      perhaps one, perhaps two
  阿里巴巴 and 阿里云      a group and one of its companies

Versions and sizes belong to a name: Baichuan-13B-Chat is not Baichuan-13B.

Data in Python, because verifying an entry asks it, and reading TOML would cost that 4 ms.
"""

from __future__ import annotations

ALIASES: dict[str, list[dict[str, object]]] = {
    "model": [
        {
            "name": "文心一言",
            "aliases": ["ERNIE Bot", "Wenxin Yiyan", "百度文心一言", "Baidu ERNIE Bot"],
            "developer": "百度",
            "source": "Baidu's spokesperson to The Register, 2023-02-07: 文心一言, in English ERNIE Bot; Baidu Research blog, 2023-03-24",
        },
        {
            "name": "讯飞星火",
            "aliases": ["Spark", "iFlytek Spark", "SparkDesk", "讯飞星火认知大模型", "科大讯飞星火"],
            "developer": "科大讯飞",
            "source": "xinghuo.xfyun.cn, the product's own page (讯飞星火认知大模型, SparkDesk); Spark alone is a common word, hence the developer",
        },
        {
            "name": "通义千问",
            "aliases": ["Tongyi Qianwen"],
            "source": "Alibaba Cloud's own English announcement of 2023-04-11 transcribes the name so",
        },
        {
            "name": "腾讯混元",
            "aliases": ["Tencent Hunyuan", "腾讯混元大模型"],
            "developer": "腾讯",
            "source": "hunyuan.tencent.com, in both languages",
        },
        {
            "name": "书生·浦语",
            "aliases": ["InternLM", "书生浦语", "书生·浦语大模型"],
            "source": "InternLM/InternLM on GitHub, README_zh-CN.md; several institutions made it, so no developer",
        },
        {
            "name": "豆包",
            "aliases": ["Doubao"],
            "developer": "字节跳动",
            "source": "doubao.com, the product's own page",
        },
    ],
    "developer": [
        {
            "name": "百度",
            "aliases": ["Baidu"],
            "source": "Baidu, Inc., annual report: 百度集团股份有限公司",
        },
        {
            "name": "科大讯飞",
            "aliases": ["iFlytek", "讯飞"],
            "source": "iFLYTEK Co., Ltd., annual report: 科大讯飞股份有限公司, short name 科大讯飞",
        },
        {
            "name": "百川智能",
            "aliases": ["Baichuan", "Baichuan AI", "Baichuan Inc.", "baichuan-inc"],
            "source": "baichuan-inc on GitHub and Hugging Face, the model cards: 百川智能 (Baichuan Intelligent Technology)",
        },
        {
            "name": "阿里巴巴",
            "aliases": ["Alibaba", "Alibaba Group"],
            "source": "Alibaba Group Holding Limited, annual report: 阿里巴巴集团控股有限公司",
        },
        {
            "name": "阿里云",
            "aliases": ["Alibaba Cloud", "Aliyun"],
            "source": "Alibaba Cloud's own page, in both languages",
        },
        {
            "name": "腾讯",
            "aliases": ["Tencent"],
            "source": "Tencent Holdings Limited, annual report: 腾讯控股有限公司",
        },
        {
            "name": "华为",
            "aliases": ["Huawei"],
            "source": "Huawei Technologies Co., Ltd., annual report: 华为技术有限公司",
        },
        {
            "name": "字节跳动",
            "aliases": ["ByteDance"],
            "source": "bytedance.com, in both languages",
        },
        {
            "name": "商汤",
            "aliases": ["商汤科技", "SenseTime"],
            "source": "SenseTime Group Inc., annual report: 商汤集团股份有限公司; 商汤科技 on its own page",
        },
        {
            "name": "智谱",
            "aliases": ["智谱AI", "智谱 AI", "Zhipu", "Zhipu AI"],
            "source": "zhipuai.cn, in both languages",
        },
        {
            "name": "云天励飞",
            "aliases": ["IntelliFusion"],
            "source": "Shenzhen Intellifusion Technologies Co., Ltd., annual report: 深圳云天励飞技术股份有限公司",
        },
        {
            "name": "零一万物",
            "aliases": ["01.AI", "01-ai", "01 AI"],
            "source": "01-ai/Yi on GitHub, README_CN.md",
        },
        {
            "name": "月之暗面",
            "aliases": ["Moonshot AI"],
            "source": "moonshot.cn, in both languages",
        },
        {
            "name": "深度求索",
            "aliases": ["DeepSeek", "deepseek-ai"],
            "source": "deepseek.com, in both languages",
        },
        {
            "name": "阶跃星辰",
            "aliases": ["StepFun"],
            "source": "stepfun.com, in both languages",
        },
        {
            "name": "小米",
            "aliases": ["Xiaomi"],
            "source": "Xiaomi Corporation, annual report: 小米集团",
        },
        {
            "name": "快手",
            "aliases": ["Kuaishou", "Kwai"],
            "source": "kwai/KwaiYii on GitHub, README: 快手; Kuaishou Technology, annual report",
        },
        {
            "name": "作业帮",
            "aliases": ["Zuoyebang"],
            "source": "zuoyebang.com",
        },
        {
            "name": "理想汽车",
            "aliases": ["Li Auto"],
            "source": "Li Auto Inc., annual report: 理想汽车",
        },
        {
            "name": "上海人工智能实验室",
            "aliases": [
                "Shanghai AI Laboratory",
                "Shanghai AI Lab",
                "Shanghai Artificial Intelligence Laboratory",
                "上海 AI 实验室",
            ],
            "source": "shlab.org.cn, in both languages",
        },
        {
            "name": "智源研究院",
            "aliases": ["BAAI", "北京智源人工智能研究院", "Beijing Academy of Artificial Intelligence"],
            "source": "baai.ac.cn, in both languages",
        },
        {
            "name": "清华大学",
            "aliases": ["Tsinghua University"],
            "source": "tsinghua.edu.cn, in both languages",
        },
        {
            "name": "谷歌",
            "aliases": ["Google"],
            "source": "google.cn, the page itself",
        },
        {
            "name": "微软",
            "aliases": ["Microsoft"],
            "source": "microsoft.com/zh-cn",
        },
        {
            "name": "英伟达",
            "aliases": ["NVIDIA"],
            "source": "nvidia.cn, the page itself",
        },
    ],
    "leaderboard": [
        {
            "name": "C-Eval",
            "aliases": ["CEval", "C Eval"],
            "source": "hkust-nlp/ceval on GitHub writes C-Eval, and ceval where a hyphen cannot stand (repository, dataset, site)",
        },
        {
            "name": "SuperCLUE",
            "aliases": ["中文通用大模型综合性测评基准", "中文通用大模型综合性基准SuperCLUE"],
            "source": "CLUEbenchmark/SuperCLUE on GitHub, README.md, first heading and description",
        },
        {
            "name": "Large Model Experience Report",
            "aliases": ["人工智能大模型体验报告", "大模型体验报告"],
            "source": "press of 2023-08-13 on the report of the Xinhua Research Institute of 2023-08-12; the English is a translation of its title",
        },
        {
            "name": "LMArena",
            "aliases": ["Chatbot Arena", "LMSYS Chatbot Arena"],
            "source": "lmarena.ai on its own renaming",
        },
    ],
    "dataset": [
        {
            "name": "C-Eval",
            "aliases": ["CEval", "ceval/ceval-exam"],
            "source": "hkust-nlp/ceval on GitHub, README.md: the address of the dataset",
        },
        {
            "name": "CMMLU",
            "aliases": ["haonan-li/cmmlu"],
            "source": "haonan-li/CMMLU on GitHub, README.md: the address of the dataset",
        },
        {
            "name": "HumanEval",
            "aliases": ["openai_humaneval", "openai/openai_humaneval"],
            "source": "the dataset's own card",
        },
    ],
}
