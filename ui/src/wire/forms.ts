// Account forms of every vendor in the registry, in its order. Written by `cargo xtask codegen`; do not edit.
import type { VendorForm } from './VendorForm';

export const FORMS: VendorForm[] = [
  {
    "vendor": "ringcentral",
    "name": "RingCentral phone",
    "mark": {
      "letters": "R",
      "colour": "#b8440c"
    },
    "phone": true,
    "fields": [
      {
        "key": "hosting",
        "label": "Page",
        "help": "Which page the phone is on. A page of the company's brings its own settings of the phone; here count the widget's version or address, the server, the sign-in and its redirect URI.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "vendorPage",
              "label": "The phone by itself"
            },
            {
              "value": "companyPage",
              "label": "A page of our company that shows the phone, such as a CRM"
            }
          ]
        },
        "required": false,
        "default": "vendorPage",
        "advanced": true,
        "when": null
      },
      {
        "key": "page",
        "label": "Address of the page",
        "help": "The page of your company that shows the RingCentral phone in a frame, by the vendor's adapter.js.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage"
          ]
        }
      },
      {
        "key": "clientId",
        "label": "Client ID",
        "help": "From your app's page in the RingCentral developer console. Needed for the official widget; an own build may carry its own.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": null,
        "advanced": false,
        "when": null
      },
      {
        "key": "callingMode",
        "label": "Calling mode",
        "help": "How calls are made at the first sign-in; the widget's settings can change it later.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "browser",
              "label": "In this app (browser phone)"
            },
            {
              "value": "ringout",
              "label": "RingOut: ring my own phone first"
            },
            {
              "value": "jupiter",
              "label": "RingCentral desktop app"
            },
            {
              "value": "softphone",
              "label": "RingCentral Phone app (old)"
            }
          ]
        },
        "required": false,
        "default": "browser",
        "advanced": false,
        "when": null
      },
      {
        "key": "signInWith",
        "label": "Sign in",
        "help": "The web browser also works where a sign-in page refuses windows inside apps. Its redirect URI, http://127.0.0.1:28370/signed-in unless you type another one, must be registered in the RingCentral developer console.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "window",
              "label": "In a window of Deskbell"
            },
            {
              "value": "browser",
              "label": "In your web browser (Google, passkeys, smart cards)"
            }
          ]
        },
        "required": false,
        "default": "window",
        "advanced": false,
        "when": null
      },
      {
        "key": "version",
        "label": "Widget version",
        "help": "A version of the official widget, for example latest or 2.3.1.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": "latest",
        "advanced": false,
        "when": null
      },
      {
        "key": "url",
        "label": "Widget address",
        "help": "The app.html of your own build, instead of the official widget. Overrides the version.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "appServer",
        "label": "RingCentral server",
        "help": "Address of the RingCentral platform.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": "https://platform.ringcentral.com",
        "advanced": true,
        "when": null
      },
      {
        "key": "redirectUri",
        "label": "Redirect URI",
        "help": "Must equal the one in the developer console. Left empty, it is the redirect.html beside the widget, or http://127.0.0.1:28370/signed-in for the web browser. For the browser, http://127.0.0.1/path without a port takes any free one.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "clientSecret",
        "label": "Client secret",
        "help": "Only for apps that do not use PKCE. The widget's page can read it.",
        "input": {
          "input": "secret"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "jwt",
        "label": "JWT credential",
        "help": "Signs in without a window, as the user the credential belongs to.",
        "input": {
          "input": "secret"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "disableLoginPopup",
        "label": "Sign in through Deskbell",
        "help": "The widget asks Deskbell to open the sign-in window. Without it the widget opens a pop-up itself, which web engines often block without a word.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": "1",
        "advanced": true,
        "when": null
      },
      {
        "key": "enableFromNumberSetting",
        "label": "Choose the caller ID",
        "help": "Offers the choice of the number others see.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "showMyLocationNumbers",
        "label": "Tell RingOut locations",
        "help": "Lets Deskbell know the phones RingOut can ring.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "enableSmsSettingEvent",
        "label": "Tell SMS senders",
        "help": "Lets Deskbell know the numbers you can text from.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "enableRingtoneSettings",
        "label": "Ringtone settings",
        "help": "Shows the ringtone page in the widget's settings.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "enableLoadMoreCalls",
        "label": "Longer call history",
        "help": "Loads older calls in the widget's history.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "disableMessages",
        "label": "Hide messages",
        "help": "Removes SMS, voicemail and fax from the widget, and from Deskbell.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "disableMeeting",
        "label": "Hide meetings",
        "help": "Removes the meeting pages from the widget.",
        "input": {
          "input": "switch"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "statusAvailable",
        "label": "Available means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "Available/TakeAllCalls",
        "advanced": true,
        "when": null
      },
      {
        "key": "statusAway",
        "label": "Away means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "Busy/TakeAllCalls",
        "advanced": true,
        "when": null
      },
      {
        "key": "statusDoNotDisturb",
        "label": "Do not disturb means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "Busy/DoNotAcceptAnyCalls",
        "advanced": true,
        "when": null
      },
      {
        "key": "statusOffline",
        "label": "Offline means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "Offline/DoNotAcceptAnyCalls",
        "advanced": true,
        "when": null
      },
      {
        "key": "statusOnContact",
        "label": "On a call means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "leave",
        "advanced": true,
        "when": null
      },
      {
        "key": "statusWrapUp",
        "label": "Wrap-up means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "Available/TakeAllCalls",
              "label": "Available, all calls"
            },
            {
              "value": "Available/DoNotAcceptDepartmentCalls",
              "label": "Available, no queue calls"
            },
            {
              "value": "Available/TakeDepartmentCallsOnly",
              "label": "Available, queue calls only"
            },
            {
              "value": "Available/DoNotAcceptAnyCalls",
              "label": "Available, no calls"
            },
            {
              "value": "Busy/TakeAllCalls",
              "label": "Busy, all calls"
            },
            {
              "value": "Busy/DoNotAcceptDepartmentCalls",
              "label": "Busy, no queue calls"
            },
            {
              "value": "Busy/TakeDepartmentCallsOnly",
              "label": "Busy, queue calls only"
            },
            {
              "value": "Busy/DoNotAcceptAnyCalls",
              "label": "Busy, no calls"
            },
            {
              "value": "Offline/TakeAllCalls",
              "label": "Invisible, all calls"
            },
            {
              "value": "Offline/DoNotAcceptDepartmentCalls",
              "label": "Invisible, no queue calls"
            },
            {
              "value": "Offline/TakeDepartmentCallsOnly",
              "label": "Invisible, queue calls only"
            },
            {
              "value": "Offline/DoNotAcceptAnyCalls",
              "label": "Invisible, no calls"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "Busy/DoNotAcceptDepartmentCalls",
        "advanced": true,
        "when": null
      },
      {
        "key": "loginHosts",
        "label": "Sign-in hosts",
        "help": "Hosts that signing in may lead to, with blanks between them: login.example.com, or *.example.com for all below it. Left empty, a sign-in window may visit any public address.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      },
      {
        "key": "parameters",
        "label": "More parameters",
        "help": "Any other documented parameter of the widget's address, as name=value, joined by &.",
        "input": {
          "input": "parameters"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": null
      }
    ],
    "simulated": {
      "parameters": "signedIn=1",
      "url": "desk://localhost/ringcentral/index.html"
    }
  },
  {
    "vendor": "engage",
    "name": "RingCentral Engage",
    "mark": {
      "letters": "E",
      "colour": "#7d3c98"
    },
    "phone": false,
    "fields": [
      {
        "key": "hosting",
        "label": "Page",
        "help": "Which page the chat is on.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "companyPage",
              "label": "A page of our website"
            },
            {
              "value": "ownPage",
              "label": "Deskbell's own page with the loader"
            }
          ]
        },
        "required": false,
        "default": "companyPage",
        "advanced": false,
        "when": null
      },
      {
        "key": "url",
        "label": "Address of the page",
        "help": "A page of your website that shows the RingCentral Engage chat.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage"
          ]
        }
      },
      {
        "key": "loader",
        "label": "Address of the loader",
        "help": "The address in the snippet for your website; it ends with /loader.js.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "ownPage"
          ]
        }
      }
    ],
    "simulated": {
      "hosting": "companyPage",
      "url": "desk://localhost/engage/index.html"
    }
  },
  {
    "vendor": "snapengage",
    "name": "SnapEngage",
    "mark": {
      "letters": "S",
      "colour": "#0b6a94"
    },
    "phone": false,
    "fields": [
      {
        "key": "hosting",
        "label": "What to open",
        "help": "The Hub is where agents answer; the other two show what visitors see.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "agentConsole",
              "label": "Agent Hub (answer chats)"
            },
            {
              "value": "companyPage",
              "label": "A page of ours that has the widget"
            },
            {
              "value": "ownPage",
              "label": "A page made by Deskbell, from the widget ID"
            }
          ]
        },
        "required": true,
        "default": "agentConsole",
        "advanced": false,
        "when": null
      },
      {
        "key": "url",
        "label": "Address",
        "help": "Of the page that has the widget. For the Hub, leave it empty unless yours has its own address.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage",
            "agentConsole"
          ]
        }
      },
      {
        "key": "origins",
        "label": "Hub origins",
        "help": "Whose messages are the Hub's own, with blanks between them. European and white-label Hubs have others.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": "https://www.snapengage.com https://snapengage.com",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "widgetId",
        "label": "Widget ID",
        "help": "From the Admin Dashboard: Settings, Get the Code, (Advanced) Widget ID.",
        "input": {
          "input": "text"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "ownPage"
          ]
        }
      },
      {
        "key": "region",
        "label": "Region",
        "help": "Where the vendor keeps your account.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "us",
              "label": "United States"
            },
            {
              "value": "eu",
              "label": "Europe"
            }
          ]
        },
        "required": false,
        "default": "us",
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "ownPage"
          ]
        }
      },
      {
        "key": "provider",
        "label": "Provider name",
        "help": "Only for white-label installs: the name their web pages use instead of SnapEngage.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": "SnapEngage",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage",
            "ownPage"
          ]
        }
      },
      {
        "key": "loginHosts",
        "label": "Sign-in hosts",
        "help": "Hosts beside the Hub's own that its page may lead to for signing in, with blanks between them: login.example.com, or *.example.com for all below it.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusAgent",
        "label": "Agent e-mail",
        "help": "Of your own SnapEngage user: lets Deskbell set your status there.",
        "input": {
          "input": "text"
        },
        "required": false,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusToken",
        "label": "API token",
        "help": "From the Admin Dashboard: My Account, API, API Token. Your administrator has it.",
        "input": {
          "input": "secret"
        },
        "required": false,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusAddress",
        "label": "API address",
        "help": "Where the Agent Status API is. European and white-label accounts may have another.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": "https://www.snapengage.com",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusHook",
        "label": "Authentication token for webhooks",
        "help": "Any long random text. Enter the same in the Admin Dashboard: My Account, API, Agent Status API; and for each widget under Integrations: Conversation Events API and Integration API.",
        "input": {
          "input": "secret"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusRelay",
        "label": "Company's relay",
        "help": "Filled in by deskbell relay enroll and the link of your administrator. Empty: webhooks are taken on this computer.",
        "input": {
          "input": "address"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusRelayToken",
        "label": "Token for the relay",
        "help": "Filled in with it: what this desk shows to the relay.",
        "input": {
          "input": "secret"
        },
        "required": false,
        "default": null,
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusAvailable",
        "label": "Available means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "online",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusAway",
        "label": "Away means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "pause",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusDoNotDisturb",
        "label": "Do not disturb means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "pause",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusOffline",
        "label": "Offline means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "pause",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusOnContact",
        "label": "On a call means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "pause",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      },
      {
        "key": "statusWrapUp",
        "label": "Wrap-up means",
        "help": "What the vendor is told for this status.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "online",
              "label": "Online"
            },
            {
              "value": "pause",
              "label": "Paused"
            },
            {
              "value": "leave",
              "label": "Leave it as it is"
            }
          ]
        },
        "required": false,
        "default": "pause",
        "advanced": true,
        "when": {
          "field": "hosting",
          "is": [
            "agentConsole"
          ]
        }
      }
    ],
    "simulated": {
      "hosting": "agentConsole",
      "origins": "desk://localhost",
      "statusAddress": "desk://localhost",
      "statusAgent": "agent@desk.example",
      "url": "desk://localhost/snapengage/hub.html"
    }
  },
  {
    "vendor": "smartagent",
    "name": "SmartAgent",
    "mark": {
      "letters": "SA",
      "colour": "#1f6f54"
    },
    "phone": false,
    "fields": [
      {
        "key": "hosting",
        "label": "Page",
        "help": "Which page the chat is on.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "companyPage",
              "label": "A page of our website"
            },
            {
              "value": "ownPage",
              "label": "Deskbell's own page with the script"
            }
          ]
        },
        "required": false,
        "default": "companyPage",
        "advanced": false,
        "when": null
      },
      {
        "key": "url",
        "label": "Address of the page",
        "help": "A page of your website that shows the SmartAgent chat.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage"
          ]
        }
      },
      {
        "key": "loader",
        "label": "Address of the script",
        "help": "The address in the snippet that SmartAgent gave you for your website.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "ownPage"
          ]
        }
      }
    ],
    "simulated": {
      "hosting": "companyPage",
      "url": "desk://localhost/smartagent/index.html"
    }
  },
  {
    "vendor": "onwebchat",
    "name": "onWebChat",
    "mark": {
      "letters": "W",
      "colour": "#3553b5"
    },
    "phone": false,
    "fields": [
      {
        "key": "hosting",
        "label": "Page",
        "help": "Which page the chat is on.",
        "input": {
          "input": "choice",
          "choices": [
            {
              "value": "companyPage",
              "label": "A page of our website"
            },
            {
              "value": "ownPage",
              "label": "Deskbell's own page with the widget"
            }
          ]
        },
        "required": false,
        "default": "companyPage",
        "advanced": false,
        "when": null
      },
      {
        "key": "url",
        "label": "Address of the page",
        "help": "A page of your website that shows the onWebChat chat.",
        "input": {
          "input": "address"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "companyPage"
          ]
        }
      },
      {
        "key": "chatId",
        "label": "Chat ID",
        "help": "From the snippet for your website: what stands after /clientchat/.",
        "input": {
          "input": "text"
        },
        "required": true,
        "default": null,
        "advanced": false,
        "when": {
          "field": "hosting",
          "is": [
            "ownPage"
          ]
        }
      }
    ],
    "simulated": {
      "hosting": "companyPage",
      "url": "desk://localhost/onwebchat/index.html"
    }
  }
];
